import { languageOfTexts } from './language.ts';
import { readTexts } from './store.ts';

/** The members of an answer in which rules speak to people. Nothing else is put into another language: a source could say anything. */
const spoken = new Set(['says', 'summary', 'limits', 'steps']);

/** Puts the texts of a source's rules into the interface's language, wherever they stand in an answer. What is not translated stays in English. */
export async function translate<Answer>(platform: string, answer: Answer): Promise<Answer> {
  const { language, texts } = await readTexts(platform.slice(0, Math.max(0, platform.lastIndexOf('/'))));
  if (language !== (await languageOfTexts())) return answer;
  return within(answer, new Map(texts), false) as Answer;
}

function within(value: unknown, texts: Map<string, string>, speaks: boolean): unknown {
  if (typeof value === 'string') return (speaks && texts.get(value)) || value;
  if (Array.isArray(value)) return value.map(item => within(item, texts, speaks));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, within(item, texts, speaks || spoken.has(key))]));
}
