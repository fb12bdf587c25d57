// Claim codes that have ended, elsewhere and meanwhile: what somebody is told, and that nothing
// typed is lost by it; against a server of its own. Needs the program.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { own_server, skip } from './own_server.mjs';
import { has_focus, heading, on_page, phone, stage, until } from './stage.mjs';

const server = own_server('codes');
const { look_at } = server;
let at;

stage();

before(async () => {
  if (!skip) at = await server.serve();
});

after(() => server.clean_up());

const as_teller = (path, token, body) => fetch(`${at}${path}`, {
  method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}),
});

async function tell(text) {
  const reply = await fetch(`${at}/v1/experiences?claim=true`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) });
  assert.equal(reply.status, 201);
  return reply.json();
}

/** The one that is good from then on. */
async function ended(code) {
  const { claim_code } = await (await as_teller('/v1/mine/code', code)).json();
  assert.equal((await as_teller('/v1/mine/code/only', claim_code)).status, 204);
  return claim_code;
}

async function open_mine(page, code) {
  await page.goto('about:blank');
  await page.goto(`${at}/mine#${code}`);
  await heading(page, 'What you told').waitFor();
}

test('Telling with a code that has ended loses no word, and goes on without it', { skip }, () =>
  on_page({ viewport: phone, expected_errors: ['401'] }, async (page) => {
    const { claim_code } = await tell('The kiosk was shut.');
    await open_mine(page, claim_code);
    await page.getByRole('link', { name: 'Tell another' }).click();
    await page.getByLabel('What did you live?').fill('Then it was open again.');
    const now = await ended(claim_code);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('the claim code that you are here with leads to nothing any more').waitFor();
    assert.equal(await page.getByText('sign in').count(), 0);
    assert.equal(await page.getByLabel('What did you live?').inputValue(), 'Then it was open again.');
    await look_at(page, 'an ended code');

    await page.getByRole('link', { name: 'Come in with another' }).click();
    await page.getByText('This code leads to nothing here.').waitFor();
    await page.getByLabel('Your claim code').fill(now);
    await page.getByRole('button', { name: 'Show what is mine' }).click();
    await page.getByRole('link', { name: 'Tell another' }).click();
    assert.equal(await page.getByLabel('What did you live?').inputValue(), 'Then it was open again.', 'it waits for who comes back');
    await ended(now);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('button', { name: 'Tell it without that code' }).click();
    await heading(page, 'Thank you. It is kept.').waitFor();
    const fresh = await page.locator('.claim-code').textContent();
    const { experiences } = await (await fetch(`${at}/v1/mine`, { headers: { authorization: `Bearer ${fresh}` } })).json();
    assert.deepEqual(experiences.map((one) => one.experience.text), ['Then it was open again.']);
  }));

test('Whatever is done with a code that has ended is not done, and says where to come in', { skip }, () =>
  on_page({ viewport: phone, expected_errors: ['401'] }, async (page) => {
    const { claim_code } = await tell('The clock was slow.');
    await open_mine(page, claim_code);
    await ended(claim_code);
    await page.getByRole('switch', { name: 'It counts in figures' }).click();
    const words = page.locator('.own [role=alert]').getByText('This code leads to nothing any more.');
    await words.waitFor();
    assert.ok(await page.getByRole('switch', { name: 'It counts in figures' }).isChecked(), 'the switch goes back');
    const only = page.getByRole('button', { name: 'Make all other codes useless' });
    await only.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Make them useless' }).click();
    await dialog.getByText('This code leads to nothing any more.').waitFor();
    assert.equal(await page.getByText('signed in').count(), 0, 'who tells is not asked to sign in');
    await look_at(page, 'a deed with an ended code');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await until(() => has_focus(only), 'what asked has the focus again');
    await page.getByRole('button', { name: 'Forget on this device' }).click();
    await heading(page, 'Come back to what you told').waitFor();
  }));

test('A link that leads to nothing takes the code away from nobody', { skip }, () =>
  on_page({ viewport: phone, expected_errors: ['401'] }, async (page) => {
    const { claim_code, id } = await tell('The lamp was out.');
    await open_mine(page, claim_code);
    await page.goto(`${at}/mine#fhc_${'a'.repeat(52)}`);
    await page.getByText('This code leads to nothing here.').waitFor();
    await page.reload();
    await page.locator(`.own[data-id="${id}"]`).waitFor();
  }));

test('What is left is not said to be gone where a device forgets the code', { skip }, () =>
  on_page({ viewport: phone }, async (page) => {
    const { claim_code, id } = await tell('The first one.');
    await as_teller('/v1/experiences', claim_code, { text: 'The second one.' });
    await open_mine(page, claim_code);
    await page.locator(`.own[data-id="${id}"]`).getByRole('button', { name: 'Erase' }).click();
    await page.getByRole('button', { name: 'Erase it for good' }).click();
    await until(() => has_focus(heading(page, `${id} is erased`)), 'the receipt is gone to');
    await page.getByRole('button', { name: 'Forget on this device' }).click();
    await heading(page, 'Come back to what you told').waitFor();
    await heading(page, `${id} is erased`).waitFor();
    assert.equal(await heading(page, 'Nothing of yours is here any more').count(), 0);
    await page.getByLabel('Your claim code').fill(claim_code);
    await page.getByRole('button', { name: 'Show what is mine' }).click();
    await page.getByText('The second one.').waitFor();
  }));
