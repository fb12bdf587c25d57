import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address_of, answer, line_becomes, line_of, on_page, open_landscape, phone, stage, total_becomes, total_of, until } from './stage.mjs';

stage();
const search_field = (page) => page.getByLabel('Search what people lived');

/** A word some experiences hold, and others do not. */
async function some_word() {
  const { hits, landscape } = await answer('/v1/search?limit=40');
  const words = [...new Set(hits.flatMap((hit) => (hit.text ?? '').toLowerCase().match(/[a-z]{5,}/g) ?? []))];
  for (const word of words) {
    const { total } = await answer(`/v1/search?q=${word}&limit=1`);
    if (total > 2 && total < landscape / 2) return { word, total };
  }
  throw new Error('the landscape holds no word of some');
}

test('Typing finds, marks what matched, and writes the address', () =>
  on_page({}, async (page) => {
    const { word, total } = await some_word();
    await open_landscape(page);
    await search_field(page).pressSequentially(word, { delay: 15 });
    await total_becomes(page, (n) => n === total, `${total} found`);
    assert.equal(new URL(page.url()).searchParams.get('q'), word);
    assert.ok(await page.locator('.words mark').count() > 0);
    assert.match(await page.locator('.counts').innerText(), /experiences? of [\d,]+ (people|person)/);
  }));

test('Only the newest of many answers is shown', () =>
  on_page({}, async (page) => {
    const { word, total } = await some_word();
    await open_landscape(page);
    // The answer to the shorter word is held back until after the longer one's.
    await page.route('**/v1/search?q=' + word.slice(0, 3) + '&**', async (route) => {
      await new Promise((done) => setTimeout(done, 900));
      await route.continue().catch(() => undefined);
    });
    await search_field(page).fill(word.slice(0, 3));
    await page.waitForTimeout(150);
    await search_field(page).fill(word);
    await total_becomes(page, (n) => n === total, 'the newer answer');
    await page.waitForTimeout(1100);
    assert.equal(await total_of(page), total);
  }));

test('An error in the query is shown at its place, and the last answer stays', () =>
  on_page({ expected_errors: ['400', '422'] }, async (page) => {
    await open_landscape(page);
    const before = await total_of(page);
    await search_field(page).fill('late (delivery');
    const problem = page.locator('#line-problem p');
    await problem.waitFor();
    assert.ok((await problem.innerText()).length > 10);
    assert.equal(await search_field(page).getAttribute('aria-invalid'), 'true');
    const left_of = (await page.locator('.caret').evaluate((caret) => caret.previousSibling?.textContent ?? ''));
    assert.ok(['late ', 'late (', 'late (delivery'].includes(left_of), left_of);
    assert.equal(await total_of(page), before);
    await search_field(page).fill('');
    await problem.waitFor({ state: 'detached' });
  }));

test('A facet filters, turns round, and goes away; the query line says so each time', () =>
  on_page({}, async (page) => {
    await open_landscape(page);
    const all = await total_of(page);
    const value = page.locator('aside .values button').first();
    const name = await value.locator('bdi').innerText();
    const same = page.locator('aside .values button').filter({ has: page.locator(`bdi:text-is("${name}")`) }).first();
    await value.click();
    await until(async () => /^[a-z_]+:/.test(await line_of(page)), 'a filter in the line');
    const filter = await line_of(page);
    await total_becomes(page, (n) => n > 0 && n < all, 'fewer');
    const some = await total_of(page);
    assert.equal(await same.getAttribute('aria-pressed'), 'true');
    await same.click();
    await line_becomes(page, `-${filter}`);
    await total_becomes(page, (n) => n === all - some, 'all the others');
    await same.click();
    await line_becomes(page, '');
    await total_becomes(page, (n) => n === all, 'all again');
  }));

test('What a facet counts is what its filter finds', () =>
  on_page({}, async (page) => {
    const { facets } = await answer('/v1/search?limit=1&facets=touchpoint,stage&facet_details=true');
    for (const { column, values } of facets) {
      for (const { value, experiences } of values.slice(0, 3)) {
        await page.goto(address_of(`${column}:"${value}"`));
        await page.waitForSelector('.figures');
        assert.equal(await total_of(page), experiences, `${column} ${value}`);
      }
    }
  }));

test('The timeline is brushed with the pointer, and cleared', () =>
  on_page({}, async (page) => {
    await open_landscape(page);
    const all = await total_of(page);
    const box = await page.locator('svg.timeline').boundingBox();
    await page.mouse.move(box.x + box.width * 0.55, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await until(async () => /^since:\d{4}(-\d\d){0,2} until:\d{4}(-\d\d){0,2}$/.test(await line_of(page)), 'a span in the line');
    await total_becomes(page, (n) => n > 0 && n < all, 'fewer');
    const said = await page.locator('.timeline-figure .base').first().innerText();
    assert.equal(Number(said.split(':').at(-1).replaceAll(/\D/g, '')), await total_of(page));
    await page.getByRole('button', { name: 'all times' }).click();
    await line_becomes(page, '');
    await total_becomes(page, (n) => n === all, 'all again');
  }));

test('The timeline is brushed by keys', () =>
  on_page({}, async (page) => {
    await open_landscape(page);
    const from = page.getByRole('slider', { name: 'from' });
    await from.focus();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowRight');
    await until(async () => (await line_of(page)).startsWith('since:'), 'a span in the line');
    assert.equal(await from.getAttribute('aria-valuenow') > 0, true);
    await page.keyboard.press('Home');
    await line_becomes(page, '');
  }));

test('A bar of the ratings is a door to what it counts', () =>
  on_page({}, async (page) => {
    await open_landscape(page);
    const bars = page.locator('g.bar.felt');
    const names = await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label')));
    const at = names.findIndex((name) => Number(name.split(': ')[1].replaceAll(/\D/g, '')) > 0);
    const counted = Number(names[at].split(': ')[1].replaceAll(/\D/g, ''));
    await bars.nth(at).locator('.reach').click();
    await until(async () => (await line_of(page)).startsWith('felt:'), 'a condition in the line');
    await total_becomes(page, (n) => n === counted, `${counted} found`);
  }));

test('Charts are tables too, and leave as SVG and CSV', () =>
  on_page({ acceptDownloads: true }, async (page) => {
    await open_landscape(page);
    const menu = page.getByLabel('When it was lived: table and export');
    for (const [item, ending, begin] of [['save as SVG', '.svg', '<svg'], ['save as CSV', '.csv', '']]) {
      await menu.click();
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: item }).locator('visible=true').click()]);
      assert.ok(download.suggestedFilename().endsWith(ending));
      const parts = [];
      for await (const part of await download.createReadStream()) parts.push(part);
      const text = Buffer.concat(parts).toString();
      assert.ok(text.startsWith(begin) && text.length > 40);
      if (ending === '.svg') assert.doesNotMatch(text, /class=|var\(/);
    }
    await menu.click();
    await page.getByRole('button', { name: 'show as a table' }).locator('visible=true').click();
    assert.ok(await page.locator('.timeline-figure tbody tr').count() > 1);
  }));

test('A telling word narrows to the experiences that hold it', () =>
  on_page({}, async (page) => {
    await open_landscape(page);
    await page.locator('aside .values button').first().click();
    await page.locator('.telling .door').first().waitFor();
    const before = await total_of(page);
    const word = (await page.locator('.telling .door').first().textContent()).replace(' (inferred)', '');
    await page.locator('.telling .door').first().click();
    await until(async () => (await line_of(page)).includes(word), 'the word in the line');
    await total_becomes(page, (n) => n > 0 && n <= before, 'its experiences');
  }));

test('More facets can be chosen, and the address keeps them', () =>
  on_page({}, async (page) => {
    await open_landscape(page);
    await page.getByRole('button', { name: '+ more' }).click();
    await page.locator('.chooser label').first().click();
    await until(async () => new URL(page.url()).searchParams.has('show'), 'the address names it');
    await page.reload();
    await page.waitForSelector('.figures');
    assert.ok(new URL(page.url()).searchParams.get('show'));
  }));

test('Order is chosen, and more are fetched', () =>
  on_page({}, async (page) => {
    await open_landscape(page);
    await page.locator('.sort select').selectOption('felt_low');
    await until(async () => page.url().includes('sort=felt_low'), 'the address names the order');
    await until(async () => /felt 0\b|felt \d/.test(await page.locator('article .gap-mark').first().getAttribute('aria-label')), 'one that felt low first');
    const first = await page.locator('article.told').count();
    await page.getByRole('button', { name: /more of/ }).click();
    await until(async () => (await page.locator('article.told').count()) > first, 'more experiences');
    const ids = await page.locator('article.told').evaluateAll((all) => all.map((one) => one.dataset.id));
    assert.equal(new Set(ids).size, ids.length);
  }));

test('The landscape works by keyboard alone', () =>
  on_page({}, async (page) => {
    await open_landscape(page);
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const at = () => page.evaluate(() => document.activeElement.dataset.id);
    const ids = await page.locator('article.told').evaluateAll((all) => all.map((one) => one.dataset.id));
    assert.equal(await at(), ids[1]);
    await page.keyboard.press('k');
    assert.equal(await at(), ids[0]);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'How to search' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('e');
    assert.equal(await at(), ids[0]);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/e/${ids[0]}`);
    await page.locator('.whole').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForSelector('.figures');
  }));

test('Back and forward go through what was asked', () =>
  on_page({}, async (page) => {
    await open_landscape(page);
    const all = await total_of(page);
    await page.locator('aside .values button').first().click();
    await total_becomes(page, (n) => n < all, 'fewer');
    const [some, line] = [await total_of(page), await line_of(page)];
    await page.goBack();
    await line_becomes(page, '');
    await total_becomes(page, (n) => n === all, 'all again');
    await page.goForward();
    await line_becomes(page, line);
    await total_becomes(page, (n) => n === some, 'the same few');
  }));

test('Nothing found offers ways on', () =>
  on_page({}, async (page) => {
    await open_landscape(page, 'xyzzyplugh felt:>=0');
    assert.equal(await total_of(page), 0);
    await page.getByRole('button', { name: 'look without xyzzyplugh' }).click();
    await line_becomes(page, 'felt:>=0');
    await total_becomes(page, (n) => n > 0, 'some found');
  }));

test('When the engine is gone the page says so, keeps the last answer, and goes on by itself', () =>
  on_page({ expected_errors: ['ERR_', 'Failed to load'] }, async (page) => {
    await open_landscape(page);
    await page.route('**/v1/search**', (route) => route.abort());
    await page.locator('aside .values button').first().click();
    await page.locator('.trouble').waitFor();
    assert.match(await page.locator('.trouble').innerText(), /does not answer/);
    assert.ok(await page.locator('article.told').count() > 0);
    await page.unroute('**/v1/search**');
    await page.locator('.trouble').waitFor({ state: 'detached' });
  }));

test('Narrow: facets wait behind one button, and nothing is wider than the page', () =>
  on_page({ viewport: phone, hasTouch: true }, async (page) => {
    await open_landscape(page);
    assert.equal(await page.locator('aside').isVisible(), false);
    await page.getByRole('button', { name: 'Facets' }).click();
    assert.equal(await page.locator('aside').isVisible(), true);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${over}px too wide`);
    await page.locator('aside .values button').first().click();
    await until(async () => (await line_of(page)) !== '', 'a filter in the line');
  }));

test('Twice the text size loses nothing', () =>
  on_page({ viewport: { width: 680, height: 450 } }, async (page) => {
    await open_landscape(page);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${over}px too wide`);
  }));

test('Dark where the system is dark, and otherwise by the reader\u2019s choice, which lasts', () =>
  on_page({ dark: true }, async (page) => {
    await open_landscape(page);
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    assert.equal(await paper(), 'rgb(22, 24, 27)');
    await page.getByRole('button', { name: 'Turn the page light' }).click();
    assert.equal(await paper(), 'rgb(250, 248, 244)');
    await page.reload();
    await page.waitForSelector('.figures');
    assert.equal(await paper(), 'rgb(250, 248, 244)');
  }));

test('The first load stays under 150 KiB', () =>
  on_page({}, async (page) => {
    let bytes = 0;
    const sizes = [];
    page.on('requestfinished', (request) => {
      if (!request.url().includes('/v1/')) sizes.push(request.sizes().then((size) => (bytes += size.responseBodySize)));
    });
    await open_landscape(page);
    await page.evaluate(() => document.fonts.ready);
    await Promise.all(sizes);
    assert.ok(bytes > 1000 && bytes < 150 * 1024, `${bytes} bytes`);
  }));

test('Where people are guarded the page says how they are counted, and how few it does not tell', () =>
  on_page({}, async (page) => {
    // Who runs the program sees all: the answer a member would get is put in its place.
    await page.route('**/v1/search?**', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      body.guarded = { threshold: 5, counted_in: 'people', steps: 5, words: 'withheld', people: 0, fewer_than: 5 };
      for (const facet of body.facets) {
        for (const value of facet.values) {
          value.experiences = 0;
          value.people = 0;
          delete value.ratings;
          value.fewer_than = 5;
        }
      }
      await route.fulfill({ response, json: body });
    });
    await open_landscape(page);
    const note = page.locator('.guarded-note');
    await note.waitFor();
    assert.match(await note.innerText(), /fewer than 5, perhaps none/);
    assert.match(await note.innerText(), /in steps of 5/);
    assert.match(await note.innerText(), /words are not listed/);
    assert.match(await page.locator('aside .values button .n').first().innerText(), /fewer than 5/);
  }));
