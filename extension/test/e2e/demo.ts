import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSite } from '../site/site.ts';
import { banner, click, launch, reset, until } from './browser.ts';

// What `./build.sh run` does: a fresh profile, a page with a composer, the banner.
const out = join(import.meta.dirname, '../../../dist');
const headless = !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
mkdirSync(out, { recursive: true });
const site = await startSite();
if (!headless) process.env.HEADLESS = '0';
const browser = await launch('chromium', site.port);
await reset(browser, 'DE');
const page = await browser.open('https://www.linkedin.com/feed/');
console.log('Opened a test page of our own on the host name www.linkedin.com, which leads to this machine in this browser. Region: DE.');
await click(page, '#open-post');
await page.evaluate(`window.clicked = performance.now(), true`);
await click(page, '[data-expect=post]');
const started = performance.now();
const said = await banner(page);
console.log(`The banner says: ${said} (seen ${Math.round(performance.now() - started)} ms after the click; ./build.sh bench measures exactly)`);
if (headless) {
  await new Promise(resolve => setTimeout(resolve, 500)); // it fades in
  await page.screenshot(join(out, 'banner-light.png'));
  await page.wish({ dark: true });
  await page.screenshot(join(out, 'banner-dark.png'));
  const popup = await page.popup?.();
  if (popup) {
    await until('the verdict', () => popup.evaluate<boolean>(`document.querySelector('.verdict') !== null`));
    await popup.screenshot(join(out, 'popup.png'));
  }
  const options = await browser.extensionPage('options/options.html');
  await until('the settings', () => options.evaluate<boolean>(`document.querySelector('select') !== null`));
  await options.screenshot(join(out, 'options.png'));
  console.log('There is no display, so the screenshots are in dist/: banner-light.png, banner-dark.png, popup.png, options.png');
  await browser.close();
  site.close();
} else console.log('Click into "Start a post". Press Ctrl+C here to end.');
