import { languageOfTexts } from './language.ts';
import { readTexts } from './store.ts';

/** The members of an answer in which rules speak to people. Nothing else is put into another language: a source could say anything. */
const spoken = new Set(['says', 'summary', 'limits', 'steps']);

/** Puts the texts of a source's rules into another language, wherever they stand in an answer about one of its platforms. What is not translated stays in English. */
type Translator = <Answer>(platform: string, answer: Answer) => Answer;

/** Makes a translator into the interface's language. What is stored is read once, for all platforms that are named. */
export async function translator(platforms: string[]): Promise<Translator> {
  const sources = [...new Set(platforms.map(sourceOf))];
  const [wanted, ...stored] = await Promise.all([languageOfTexts(), ...sources.map(readTexts)]);
  const bySource = new Map(stored.map(({ language, texts }, i) => [sources[i], language === wanted ? new Map(texts) : undefined]));
  return (platform, answer) => {
    const texts = bySource.get(sourceOf(platform));
    return texts ? (within(answer, texts, false) as typeof answer) : answer;
  };
}

/** The name of the source that a platform is of; of the built-in one none. */
function sourceOf(platform: string): string {
  return platform.slice(0, Math.max(0, platform.lastIndexOf('/')));
}

function within(value: unknown, texts: Map<string, string>, speaks: boolean): unknown {
  if (typeof value === 'string') return (speaks && texts.get(value)) || value;
  if (Array.isArray(value)) return value.map(item => within(item, texts, speaks));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, within(item, texts, speaks || spoken.has(key))]));
}
