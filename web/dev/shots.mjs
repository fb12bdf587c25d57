// Pictures of every page and state, to look at: node dev/shots.mjs URL EMPTY_URL DIRECTORY
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [url, empty_url, to] = process.argv.slice(2);
mkdirSync(to, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic'],
});
const wide = { width: 1360, height: 900 };
const phone = { width: 390, height: 844 };

async function shot(name, address, { viewport = wide, dark = false, full = false, act } = {}) {
  const page = await browser.newPage({ viewport, colorScheme: dark ? 'dark' : 'light', deviceScaleFactor: viewport === phone ? 2 : 1 });
  page.on('console', (message) => message.type() === 'error' && console.log(name, message.text()));
  page.on('pageerror', (error) => console.log(name, error.message));
  await page.goto(address);
  await page.waitForSelector('.figures, .whole, .none, .beginning, .tell-form', { timeout: 10000 });
  await page.waitForTimeout(300);
  if (act) await act(page);
  await page.screenshot({ path: `${to}/${name}.png`, fullPage: full });
  await page.close();
}

const q = (text) => `${url}/?q=${encodeURIComponent(text)}`;
await shot('all-light', url);
await shot('late-light', q('late or delivery'), { full: true });
await shot('filters-light', q('delivery touchpoint:delivery -unit:"Depot North" since:2025-06 until:2025-12'));
await shot('filters-dark', q('delivery touchpoint:delivery -unit:"Depot North" since:2025-06 until:2025-12'), { dark: true });
await shot('wrong', q('late (delivery'), { act: (page) => page.focus('textarea') });
await shot('none', q('late zebra felt:<4'));
await shot('help', url, { act: (page) => page.keyboard.press('?') });
await shot('phone', q('delivery'), { viewport: phone });
await shot('phone-dark', q('delivery'), { viewport: phone, dark: true });
await shot('phone-facets', q('delivery'), { viewport: phone, act: (page) => page.click('.facets-button'), full: true });
await shot('experience', `${url}/e/e3`);
await shot('experience-dark', `${url}/e/e10`, { dark: true });
await shot('experience-phone', `${url}/e/e4`, { viewport: phone });
await shot('gone', `${url}/e/e999999`);
const rate = async (page) => {
  await page.fill('#tell-words', 'They said it would be there by noon. At six a card lay on the mat.');
  await page.click('.expected .points label:nth-child(9)');
  await page.click('.felt .points label:nth-child(3)');
};
await shot('tell', `${url}/tell`, { act: rate, full: true });
await shot('tell-phone', `${url}/tell`, { viewport: phone, act: rate, full: true });
await shot('tell-dark', `${url}/tell`, { dark: true, act: rate });
await shot('empty', empty_url);
await shot('empty-dark', empty_url, { dark: true });
await browser.close();
