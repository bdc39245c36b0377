import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { startSite } from '../site/site.ts';
import { launch, type Page, until } from './browser.ts';
import { begin, furnish, screens } from './screens.ts';

// What `./build.sh screens` does: pictures of every screen, light and dark, and the icon in its sizes.
type Picture = { name: string; of?: string; width: number; height?: number; language?: string; before?: string; at?: string };

const pictures: Picture[] = [
  { name: 'banner', width: 860, height: 560 },
  { name: 'banner-why', width: 860, height: 760 },
  { name: 'banner-later', width: 860, height: 640 },
  { name: 'banner-again', width: 860, height: 560 },
  { name: 'banner-accounts', width: 860, height: 560 },
  { name: 'banner-arabic', of: 'banner', width: 860, height: 560, language: 'ar' },
  { name: 'guide-found', width: 860, height: 480 },
  { name: 'guide-not-found', width: 860, height: 480 },
  { name: 'guide-letter', width: 860, height: 640 },
  { name: 'popup-warn', width: 380 },
  { name: 'popup-quiet', width: 380 },
  { name: 'popup-done', width: 380 },
  { name: 'popup-phone', of: 'popup-warn', width: 360 },
  { name: 'platforms', width: 800 },
  { name: 'platforms-why', of: 'platforms', width: 800, height: 1500, before: `document.querySelector('[data-key=why-linkedin]')` },
  { name: 'platforms-timeline', of: 'platforms', width: 800, height: 900, before: `document.querySelector('[data-key=why-linkedin]')`, at: '.timeline' },
  { name: 'platforms-sweep', width: 800, height: 820 },
  { name: 'platforms-none', width: 800, height: 900 },
  { name: 'welcome', width: 800, height: 900 },
  { name: 'platforms-phone', of: 'platforms', width: 360, height: 780 },
  { name: 'platforms-sweep-phone', of: 'platforms-sweep', width: 360, height: 780 },
  { name: 'welcome-phone', of: 'welcome', width: 360, height: 780 },
  { name: 'options', width: 720, height: 1100 },
  { name: 'options-rules', of: 'options', width: 720, height: 1100, before: `document.querySelector('[id^="source-"]')` },
  { name: 'options-phone', of: 'options', width: 360, height: 780 },
  { name: 'options-arabic', of: 'options', width: 720, height: 1100, language: 'ar' },
];

const root = join(import.meta.dirname, '../../..');
const [folder, icons] = [join(root, 'docs/screens'), join(root, 'extension/icons')];
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const svg = readFileSync(join(icons, 'icon.svg'));
for (const size of [16, 32, 48, 128])
  writeFileSync(join(icons, `${size}.png`), await sharp(svg, { density: 288 }).resize(size, size).png({ effort: 10 }).toBuffer());

const site = await startSite();
const browser = await launch('chromium', site.port);
for (const picture of pictures) {
  await begin(browser, picture.language);
  if (picture.of === 'options') await furnish(browser, site); // from here on
  const screen = screens.find(({ name }) => name === (picture.of ?? picture.name));
  const page = await screen?.open(browser, site);
  if (!page) throw new Error(`there is no screen ${picture.of ?? picture.name}`);
  for (const scheme of ['light', 'dark']) await take(page, picture, scheme);
  await page.close();
}
await browser.close();
site.close();

const rows = pictures.map(({ name }) => `| ${name} | ![${name}, light](${name}-light.png) | ![${name}, dark](${name}-dark.png) |`);
const head = '<!-- Made by ./build.sh screens. Do not edit. -->\n# Screens\n\n| | light | dark |\n| --- | --- | --- |\n';
writeFileSync(join(folder, 'README.md'), `${head}${rows.join('\n')}\n`);

async function take(page: Page, { name, width, height, before, at }: Picture, scheme: string): Promise<void> {
  await page.wish({ dark: scheme === 'dark', still: true });
  await page.resize(width, height ?? 600);
  const whole = () => page.evaluate<number>(`Math.ceil(document.body.getBoundingClientRect().height)`);
  if (!height) await page.resize(width, await whole());
  if (before) await page.evaluate(`(element => { if (element.matches('details')) element.open = true; })(${before})`);
  if (before)
    await until('that it is unfolded', () => page.evaluate<boolean>(`!${before}.matches('details') || ${before}.querySelector('.timeline') !== null`));
  if (before) await page.evaluate(`(${at ? `document.querySelector('${at}').previousElementSibling` : `${before}.closest('section')`}).scrollIntoView()`);
  await page.evaluate(`new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))`);
  const file = join(folder, `${name}-${scheme}.png`);
  await page.screenshot(file);
  writeFileSync(file, await sharp(readFileSync(file)).png({ palette: true, colours: 128, effort: 10 }).toBuffer());
}
