import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address_of, answer, empty_url, line_of, on_page, open_landscape, phone, stage, total_of, until, url } from './stage.mjs';

stage();

test('An experience has a page with everything known of it', () =>
  on_page({}, async (page) => {
    const { hits } = await answer('/v1/search?limit=30');
    const hit = hits.find((one) => one.text && one.touchpoint && one.felt !== undefined);
    await page.goto(`${url}/e/${hit.id}`);
    await page.locator('.whole').waitFor();
    assert.equal(await page.locator('.whole .words').first().evaluate((words) => words.textContent), hit.text);
    const said = await page.locator('.whole-known').innerText();
    for (const value of [hit.touchpoint, hit.id, hit.source]) assert.ok(said.includes(value), value);
    await page.locator('.whole-known').getByRole('link', { name: hit.touchpoint, exact: true }).first().click();
    await page.waitForSelector('.figures');
    assert.match(await line_of(page), /^touchpoint:/);
  }));

test('More from the same person is on the page, and opens', () =>
  on_page({}, async (page) => {
    const { hits } = await answer('/v1/search?limit=200');
    const hit = hits.find((one) => one.person && hits.filter((other) => other.person === one.person).length > 1);
    assert.ok(hit, 'the landscape has a person who told twice');
    await page.goto(`${url}/e/${hit.id}`);
    const other = page.locator('.same-person a').first();
    await other.waitFor();
    const to = await other.getAttribute('href');
    await other.click();
    await page.waitForURL(`**${to}`);
    await page.locator(`[data-id], .whole[aria-label="Experience ${to.slice(3)}"]`).first().waitFor();
  }));

test('An experience that is not there is said to be not there', () =>
  on_page({ expected_errors: ['404'] }, async (page) => {
    await page.goto(`${url}/e/e987654321`);
    await page.getByRole('heading', { name: 'There is no experience e987654321 here' }).waitFor();
  }));

test('What is told is found at once, and a page that is open hears of it', () =>
  on_page({}, async (reader) => {
    const mark = `quillwort${Date.now().toString(36)}`;
    await open_landscape(reader);
    const before = await total_of(reader);
    await reader.locator('.live.live').waitFor();
    await on_page({ viewport: phone }, async (page) => {
      await page.goto(`${url}/tell`);
      await page.getByLabel('What did you live?').fill(`The ${mark} stood in the yard.\nNobody had watered it.`);
      await page.getByRole('button', { name: 'yesterday' }).click();
      await page.getByLabel('Where did it happen?').fill('yard');
      await page.locator('.expected .points label').nth(8).click();
      await page.locator('.felt .points label').nth(2).click();
      assert.equal(await page.locator('.preview .gap-mark').getAttribute('aria-label'), 'expected 8, felt 2: 6 below expected');
      await page.getByText('a worry').click();
      await page.getByText('a customer').click();
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByRole('heading', { name: 'Thank you. It is kept.' }).waitFor();
      const id = await page.locator('.receipt-id').innerText();
      assert.match(id, /^e\d+$/);
      await page.goto(address_of(mark));
      await page.locator(`article[data-id="${id}"]`).waitFor();
      const one = await answer(`/v1/experiences/${id}`);
      assert.equal(one.text, `The ${mark} stood in the yard.\nNobody had watered it.`);
      assert.deepEqual([one.expected, one.felt, one.gap, one.kind, one.party, one.touchpoint], [8, 2, -6, 'concern', 'customer', 'yard']);
    });
    const news = reader.locator('.news');
    await news.waitFor();
    assert.equal(await news.innerText(), '1 new');
    await news.click();
    await until(async () => (await total_of(reader)) === before + 1, 'one more');
    await news.waitFor({ state: 'detached' });
  }));

test('Words not sent yet survive a reload, and only the words are required', () =>
  on_page({ viewport: phone }, async (page) => {
    await page.goto(`${url}/tell`);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('A few words are needed').waitFor();
    await page.getByLabel('What did you live?').fill('Half a thought');
    await page.locator('.felt .points label').nth(4).click();
    await page.reload();
    assert.equal(await page.getByLabel('What did you live?').inputValue(), 'Half a thought');
    assert.equal(await page.locator('.felt .points input').nth(4).isChecked(), true);
    await page.locator('.felt .unsaid').click();
    await page.getByRole('button', { name: 'Send' }).click();
    const id = await page.locator('.receipt-id').innerText();
    const one = await answer(`/v1/experiences/${id}`);
    assert.deepEqual([one.text, one.felt, one.expected, one.touchpoint], ['Half a thought', undefined, undefined, undefined]);
    await page.goto(`${url}/tell`);
    assert.equal(await page.getByLabel('What did you live?').inputValue(), '');
  }));

test('Words that could not be sent are kept, and sent the next time', () =>
  on_page({ expected_errors: ['ERR_', 'Failed to load'] }, async (page) => {
    await page.goto(`${url}/tell`);
    await page.getByLabel('What did you live?').fill('The line was down.');
    await page.route('**/v1/experiences?*', (route) => route.abort());
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Your words are still here').waitFor();
    assert.equal(await page.getByLabel('What did you live?').inputValue(), 'The line was down.');
    await page.unroute('**/v1/experiences?*');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.receipt-id').waitFor();
  }));

test('A landscape with nothing in it teaches how to begin', () =>
  on_page({}, async (page) => {
    await page.goto(empty_url);
    await page.getByRole('heading', { name: 'Nothing has been told here yet' }).waitFor();
    const ways = await page.locator('.beginning h2').allInnerTexts();
    assert.deepEqual(ways, ['Tell one', 'Bring a file', 'Open the example']);
    await page.getByRole('link', { name: 'Tell one' }).first().click();
    await page.waitForURL('**/tell');
  }));
