// What every browser test stands on: a browser, a page that reports its errors, and
// the addresses run.mjs has started.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

export const url = process.env.FIRSTHAND_URL;
export const empty_url = process.env.FIRSTHAND_EMPTY_URL;
export const wide = { width: 1360, height: 900 };
export const phone = { width: 390, height: 844 };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const patience_ms = 10_000;
let browser;

/** Starts one browser for all tests of a file. */
export function stage() {
  before(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
        '--disable-sync', '--no-first-run', '--disable-quic'],
    });
  });
  after(() => browser.close());
}

/** Runs `body` with a fresh page; an error or a blocked resource on it fails the test. */
export async function on_page({ viewport = wide, dark = false, expected_errors = [], ...rest }, body) {
  const context = await browser.newContext({
    viewport, colorScheme: dark ? 'dark' : 'light', locale: 'en-GB', reducedMotion: 'reduce', ...rest,
  });
  context.setDefaultTimeout(patience_ms);
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  try {
    await body(page);
  } finally {
    await context.close();
  }
  const unexpected = errors.filter((error) => !expected_errors.some((one) => error.includes(one)));
  assert.deepEqual(unexpected, []);
}

export const address_of = (q, base = url) => `${base}/?q=${encodeURIComponent(q)}`;

export async function open_landscape(page, q = '') {
  await page.goto(q ? address_of(q) : url);
  await page.waitForSelector('.figures');
}

export const line_of = (page) => page.getByLabel('Search what people lived').inputValue();

export async function until(test, what) {
  const end = Date.now() + patience_ms;
  for (;;) {
    if (await test()) return;
    if (Date.now() > end) assert.fail(`waited in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 40));
  }
}

export const line_becomes = (page, line) => until(async () => (await line_of(page)) === line, `the line becomes ${line}`);

/** The number of experiences the page says it found. */
export async function total_of(page) {
  const text = await page.locator('.total strong').first().innerText();
  return Number(text.replaceAll(/\D/g, ''));
}

export async function total_becomes(page, test, what) {
  await until(async () => test(await total_of(page)), what);
}

export async function answer(path) {
  return (await fetch(`${url}${path}`)).json();
}

export const heading = (page, name) => page.getByRole('heading', { name, exact: true });

export const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

/** Whether the focus is there: where the next key goes, and what is read out. */
export const has_focus = (place) => place.evaluate((one) => one === document.activeElement);

/** Presses the button and keeps what comes in that folder: { path, text }. */
export async function downloaded(page, button, folder) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return { path, text: readFileSync(path, 'utf8') };
}

/** No violation of WCAG 2.2 A and AA, nor of axe's own best practices. */
export async function assert_accessible(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
  assert.deepEqual(found, [], what);
}
