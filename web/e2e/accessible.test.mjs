import { test } from 'node:test';
import { address_of, assert_accessible, empty_url, on_page, open_landscape, phone, stage, url } from './stage.mjs';

stage();

const states = [
  ['the landscape', {}, (page) => open_landscape(page)],
  ['a filtered landscape', {}, async (page) => {
    await open_landscape(page);
    await page.locator('aside .values button').first().click();
    await page.locator('.values button.on').first().waitFor();
    await page.locator('.values button.on').first().click();
    await page.locator('.values button.without').first().waitFor();
  }],
  ['a span of time', {}, (page) => open_landscape(page, 'since:2020 felt:<4')],
  ['a chart as a table', {}, async (page) => {
    await open_landscape(page);
    await page.getByLabel('When it was lived: table and export').click();
    await page.getByRole('button', { name: 'show as a table' }).locator('visible=true').click();
  }],
  ['an open figure menu', {}, async (page) => {
    await open_landscape(page);
    await page.getByLabel('When it was lived: table and export').click();
  }],
  ['the help', {}, async (page) => {
    await open_landscape(page);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  }],
  ['an error in the query', { expected_errors: ['400', '422'] }, async (page) => {
    await page.goto(address_of('late (delivery'));
    await page.locator('#line-problem p').waitFor();
  }],
  ['nothing found', {}, (page) => open_landscape(page, 'xyzzyplugh felt:>=0')],
  ['no engine', { expected_errors: ['ERR_', 'Failed to load'] }, async (page) => {
    await page.route('**/v1/search**', (route) => route.abort());
    await page.goto(url);
    await page.locator('.trouble').waitFor();
  }],
  ['the narrow landscape', { viewport: phone }, async (page) => {
    await open_landscape(page);
    await page.getByRole('button', { name: 'Facets' }).click();
  }],
  ['the other facets', {}, async (page) => {
    await open_landscape(page);
    await page.getByRole('button', { name: '+ more' }).click();
  }],
  ['an experience', {}, async (page) => {
    await open_landscape(page);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('.whole').waitFor();
  }],
  ['no such experience', { expected_errors: ['404'] }, async (page) => {
    await page.goto(`${url}/e/e987654321`);
    await page.locator('.none').waitFor();
  }],
  ['telling', { viewport: phone }, async (page) => {
    await page.goto(`${url}/tell`);
    await page.locator('.expected .points label').nth(8).click();
    await page.locator('.felt .points label').nth(2).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('A few words are needed').waitFor();
  }],
  ['told', { viewport: phone }, async (page) => {
    await page.goto(`${url}/tell`);
    await page.getByLabel('What did you live?').fill('It was as it should be.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.receipt-id').waitFor();
  }],
  ['the beginning', {}, async (page) => {
    await page.goto(empty_url);
    await page.locator('.beginning').waitFor();
  }],
];

for (const [name, options, reach] of states) {
  for (const dark of [false, true]) {
    test(`Nothing bars anyone from ${name}, ${dark ? 'dark' : 'light'}`, () =>
      on_page({ ...options, dark }, async (page) => {
        await reach(page);
        await page.waitForTimeout(150);
        await assert_accessible(page, name);
      }));
  }
}
