// The life of an experience in its teller's hands: told without an account, found again by
// claim code, amended, taken back from the figures, taken along, erased, and the receipt.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { address_of, assert_accessible, downloaded as downloaded_to, fits, has_focus, on_page, phone, stage, total_becomes, total_of, until, url, wide } from './stage.mjs';

const program = process.env.FIRSTHAND_PROGRAM;
const files = mkdtempSync(join(tmpdir(), 'firsthand-e2e-mine-'));
after(() => rmSync(files, { recursive: true, force: true }));
stage();

let made = 0;
const rare_word = () => `tanglewort${Date.now().toString(36)}${++made}`;

async function tell(page, words) {
  await page.goto(`${url}/tell`);
  await page.getByLabel('What did you live?').fill(words);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('heading', { name: 'Thank you. It is kept.' }).waitFor();
  return page.locator('.receipt-id').innerText();
}

/** Tells, and gives the claim code and the id. */
async function told(page, words) {
  const id = await tell(page, words);
  const code = await page.locator('.claim-code').textContent();
  assert.match(code, /^fhc_[a-z2-7]{52}$/);
  return { id, code };
}

async function open_mine(page, code) {
  await page.goto(`${url}/mine#${code}`);
  await page.getByRole('heading', { name: 'What you told' }).waitFor();
}

function from_base32(text) {
  const bits = [...text].map((letter) => 'abcdefghijklmnopqrstuvwxyz234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

function is_genuine({ receipt, signature, key }) {
  const x = from_base32(key).toString('base64url');
  const open = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(receipt), open, from_base32(signature));
}

// What the program says of a receipt, where it knows the command.
function said_by_program(path) {
  if (!program || !/verify-receipt/.test(spawnSync(program, ['help'], { encoding: 'utf8' }).stdout)) return undefined;
  return spawnSync(program, ['verify-receipt', path], { encoding: 'utf8' });
}

const downloaded = (page, button) => downloaded_to(page, button, files);
const own = (page, id) => page.locator(`.own[data-id="${id}"]`);

test('Told without an account, found again, amended, taken back, taken along, erased, proven', () =>
  on_page({ viewport: phone, acceptDownloads: true, expected_errors: ['401'] }, async (page) => {
    const word = rare_word();
    const { id, code } = await told(page, `The ${word} was late & <i>nobody</i> said so.`);
    await page.locator('svg.qr').waitFor();
    await on_page({ viewport: wide }, async (figures) => {
      await figures.goto(address_of(word));
      await figures.locator(`article[data-id="${id}"]`).waitFor();
      await total_becomes(figures, (total) => total === 1, 'it counts');
      await figures.goto(`${url}/e/${id}`);
      await figures.locator('.whole').waitFor();

      await page.getByRole('link', { name: 'See what is yours' }).click();
      await own(page, id).waitFor();
      assert.equal(page.url(), `${url}/mine`);
      assert.equal(await own(page, id).locator('.words').first().innerText(), `The ${word} was late & <i>nobody</i> said so.`);
      await own(page, id).getByText(/^Read /).click();
      assert.match(await own(page, id).locator('.notes').first().innerText(), /on .*20\d\d.* · to read/);

      await own(page, id).getByRole('button', { name: 'Amend the words' }).click();
      await own(page, id).getByLabel('In your words').fill(`The ${word} came after all.`);
      await own(page, id).getByRole('button', { name: 'Say it so' }).click();
      await page.getByText('Your new words hold from now on.').waitFor();
      await own(page, id).getByText('1 earlier version').click();
      await own(page, id).getByText('said so').waitFor();
      await figures.goto(`${url}/e/${id}`);
      await figures.getByText('came after all').waitFor();

      await figures.goto(address_of(word));
      await total_becomes(figures, (total) => total === 1, 'it still counts');
      await own(page, id).getByRole('switch', { name: 'It counts in figures' }).click();
      await own(page, id).getByText('From now on allowed: reading the words.').waitFor();
      await figures.reload();
      await figures.waitForSelector('.figures, .none');
      assert.equal(await total_of(figures), 0, 'gone from the figures at once');
      await own(page, id).getByText(/^What it was allowed for/).click();
      await own(page, id).getByText('Taken back: counting in figures').waitFor();
    });
    const json = JSON.parse((await downloaded(page, 'For machines (JSON)')).text);
    assert.equal(json.experiences[0].experience.text, `The ${word} came after all.`);
    assert.equal(json.experiences[0].earlier[0].text, `The ${word} was late & <i>nobody</i> said so.`);
    assert.deepEqual(json.experiences[0].grants, ['read']);
    const { text: html } = await downloaded(page, 'To read (HTML)');
    assert.ok(html.includes(`The ${word} was late &amp; &lt;i&gt;nobody&lt;/i&gt; said so.`));
    assert.ok(!/<script|<i>/.test(html));
    assert.match((await downloaded(page, 'Consent record')).text, /dpv/);

    await own(page, id).getByRole('button', { name: 'Erase' }).click();
    await page.getByRole('dialog').getByText('1 earlier version').waitFor();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await own(page, id).getByRole('button', { name: 'Erase' }).click();
    await page.getByRole('button', { name: 'Erase it for good' }).click();
    await page.getByRole('heading', { name: 'Nothing of yours is here any more' }).waitFor();
    await until(() => has_focus(page.getByRole('heading', { name: `${id} is erased` })), 'the receipt is where the reader is');
    const { path, text } = await downloaded(page, 'Save the receipt');
    const receipt = JSON.parse(text);
    assert.ok(is_genuine(receipt), 'the signature is of this text by this key');
    assert.ok(!is_genuine({ ...receipt, receipt: receipt.receipt.replace(id, 'e1') }), 'and of no other');
    assert.ok(!text.includes(word), 'no word of it in the receipt');
    const said = said_by_program(path);
    if (said) assert.equal(said.status, 0, said.stderr);

    assert.equal(await page.evaluate(() => sessionStorage.getItem('firsthand.claim')), null);
    await page.goto(`${url}/mine#${code}`);
    await page.getByText('This code leads to nothing here.').waitFor();
    assert.equal(page.url(), `${url}/mine`, 'the code is gone from the address');
    const gone = await (await fetch(`${url}/v1/search?q=${word}`)).json();
    assert.equal(gone.total, 0);
  }));

test('What it may be used for is said before telling, and holds', () =>
  on_page({}, async (page) => {
    const word = rare_word();
    await page.goto(`${url}/tell`);
    const state = () => page.getByRole('switch').evaluateAll((all) => all.map((one) => one.checked));
    assert.deepEqual(await state(), [true, true, false, false]);
    await page.getByRole('switch', { name: 'Members read the words' }).click();
    await page.getByText('nobody here reads them unless you allow it').waitFor();
    await page.getByRole('switch', { name: 'I may be asked again' }).focus();
    await page.keyboard.press('Space');
    assert.deepEqual(await state(), [false, true, true, false]);
    await page.getByLabel('What did you live?').fill(`A ${word} for myself.`);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('nobody reads it').waitFor();
    assert.equal(await page.getByRole('link', { name: 'See it as others do' }).count(), 0);
    const code = await page.locator('.claim-code').textContent();
    await open_mine(page, code);
    assert.deepEqual(await state(), [false, true, true, false]);
    const id = await page.locator('.own').getAttribute('data-id');
    assert.equal((await fetch(`${url}/v1/experiences/${id}`)).status, 404);
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('From now on withdrawn: kept for you alone.').waitFor();
    assert.equal((await (await fetch(`${url}/v1/search?q=${word}`)).json()).total, 0);
  }));

test('A browser that asks for privacy is told that sharing starts off', () =>
  on_page({}, async (page) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
    await page.goto(`${url}/tell`);
    await page.getByText('Global Privacy Control').waitFor();
    assert.equal(await page.getByRole('switch', { name: 'It may be shown outside' }).isChecked(), false);
  }));

test('Who tells again in the same tab tells in the same hand, until the code is forgotten', () =>
  on_page({}, async (page) => {
    const first = await told(page, `First ${rare_word()}`);
    await open_mine(page, first.code);
    await page.getByRole('link', { name: 'Tell another' }).click();
    await page.getByText('It will stand with').waitFor();
    const second = await tell(page, `Second ${rare_word()}`);
    assert.equal(await page.locator('.claim-code').count(), 0);
    await page.getByRole('link', { name: 'see what is yours' }).click();
    await own(page, second).waitFor();
    assert.equal(await page.locator('.own').count(), 2);
    await page.reload();
    await own(page, first.id).waitFor();
    await page.getByRole('button', { name: 'Forget on this device' }).click();
    await page.getByText('This device has forgotten the code.').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Come back to what you told' }).waitFor();
  }));

test('Two claim codes are put together, another one is made, and everything goes at once', () =>
  on_page({ viewport: phone, expected_errors: ['401', '404'] }, async (page) => {
    const one = await told(page, `One ${rare_word()}`);
    const two = await told(page, `Two ${rare_word()}`);
    await open_mine(page, one.code);
    const field = page.getByLabel('The other claim code');
    await field.fill(one.code);
    await page.getByRole('button', { name: 'Put together' }).click();
    await page.getByText('That is the code you are here with').waitFor();
    await field.fill(`${two.code.slice(0, -4)}aaaa`);
    await page.getByRole('button', { name: 'Put together' }).click();
    await page.getByText(/leads to nothing/).waitFor();
    await field.fill(two.code);
    await page.getByRole('button', { name: 'Put together' }).click();
    await own(page, two.id).waitFor();
    await page.getByText('1 experience more stands here now').waitFor();
    await page.getByRole('button', { name: 'Get another code' }).click();
    const third = await page.locator('.claim-code').textContent();
    await open_mine(page, third);
    assert.equal(await page.locator('.own').count(), 2);
    assert.ok(await fits(page), 'nothing sticks out');
    await page.getByRole('button', { name: 'Erase everything' }).click();
    await page.getByRole('dialog').getByText('All 2 experiences you told').waitFor();
    await page.getByRole('button', { name: 'Erase everything for good' }).click();
    await page.getByRole('heading', { name: '2 experiences erased' }).waitFor();
    for (const { code } of [one, two, { code: third }]) {
      await page.goto('about:blank');
      await page.goto(`${url}/mine#${code}`);
      await page.getByText('This code leads to nothing here.').waitFor();
    }
  }));

test('A code that is none is told so before anyone is asked, by keyboard alone', () =>
  on_page({ viewport: phone, expected_errors: ['401'] }, async (page) => {
    await page.goto(`${url}/mine`);
    const field = page.getByLabel('Your claim code');
    await field.focus();
    await page.keyboard.type('fhc_abc');
    await page.keyboard.press('Enter');
    await page.getByText('this one has 3, so 49 are missing').waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    await field.fill(`fhc_${'a'.repeat(52)}`);
    await page.keyboard.press('Enter');
    await page.getByText('This code leads to nothing here.').waitFor();
    await page.getByText('nobody can find it again, not even the organisation').waitFor();
  }));

const states = [
  ['coming in', async (page) => page.goto(`${url}/mine`)],
  ['the claim code', async (page) => {
    await told(page, 'Seen by axe.');
    await page.locator('svg.qr').waitFor();
  }],
  ['what is theirs, all open', async (page) => {
    const { code, id } = await told(page, 'Seen by axe, too.');
    await open_mine(page, code);
    await own(page, id).getByRole('switch').last().click();
    await own(page, id).getByText(/^From now on/).waitFor();
    for (const summary of await page.locator('summary').all()) await summary.click();
    await own(page, id).getByRole('button', { name: 'Amend the words' }).click();
    await page.getByRole('button', { name: 'Get another code' }).click();
    await page.locator('svg.qr').waitFor();
  }],
  ['the question before erasing', async (page) => {
    const { code, id } = await told(page, 'To be erased.');
    await open_mine(page, code);
    await own(page, id).getByRole('button', { name: 'Erase' }).click();
    await page.getByRole('dialog').waitFor();
  }],
  ['the receipt', async (page) => {
    const { code } = await told(page, 'Erased.');
    await open_mine(page, code);
    await page.getByRole('button', { name: 'Erase everything' }).click();
    await page.getByRole('button', { name: 'Erase everything for good' }).click();
    await page.locator('.receipt summary').click();
  }],
];

for (const [name, reach] of states) {
  for (const [how, options] of [['light', {}], ['dark', { dark: true }], ['on a phone', { viewport: phone }]]) {
    test(`Nothing bars anyone from ${name}, ${how}`, () =>
      on_page(options, async (page) => {
        await reach(page);
        await page.waitForTimeout(150);
        await assert_accessible(page, name);
        assert.ok(await fits(page), 'nothing sticks out');
        if (process.env.FIRSTHAND_SHOTS) {
          await page.screenshot({ path: join(process.env.FIRSTHAND_SHOTS, `mine-${name}-${how}.png`.replaceAll(/[ ,]+/g, '-')), fullPage: true });
        }
      }));
  }
}
