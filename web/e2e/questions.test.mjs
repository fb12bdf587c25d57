// A question from the organisation to a teller, and the answer; and in which figures something
// counted: from the one page to the other, against a server of its own. Needs the program.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { own_server, skip } from './own_server.mjs';
import { has_focus, on_page, phone, stage, until } from './stage.mjs';

const server = own_server('questions');
const { run, come_in, downloaded, look_at } = server;
let at;

stage();

before(async () => {
  if (skip) return;
  run('member', 'add', 'Sam', '--role', 'steward');
  run('member', 'add', 'Lee', '--role', 'listener');
  server.become('administer,audit,read,count');
  at = await server.serve();
});

after(() => server.clean_up());

async function tell(text, grants = 'read,count,contact') {
  const reply = await fetch(`${at}/v1/experiences?claim=true&grants=${grants}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text, lang: 'en' }) });
  assert.equal(reply.status, 201);
  return reply.json();
}

async function open_mine(page, code) {
  await page.goto(`${at}/mine#${code}`);
  await page.getByRole('heading', { name: 'What you told' }).waitFor();
}

const asked = (page) => page.getByRole('region', { name: 'Asked and answered' });

test('A steward asks, the teller answers, says it anew, takes it along and takes it back', { skip }, () =>
  on_page({ viewport: phone, acceptDownloads: true }, async (mine) => {
    const { id, claim_code } = await tell('The parcel came wet, and nobody at the desk knew why.');
    await on_page({}, async (page) => {
      await come_in(page, 'Sam', `/e/${id}`);
      await page.getByRole('heading', { name: 'A question about it?' }).waitFor();
      await look_at(page, 'the way to ask');
      await page.getByRole('button', { name: 'Ask', exact: true }).click();
      await page.getByText('Write down what you want to know.').waitFor();
      await page.getByLabel('Ask its teller').fill('Was the box itself torn, or only wet?');
      await page.getByRole('button', { name: 'Ask', exact: true }).click();
      await asked(page).getByText('Waits for the answer').waitFor();
      await page.getByText('Asked. It stands here until it is answered.').waitFor();
      await until(() => has_focus(page.getByRole('heading', { name: 'Asked and answered' })), 'the field is gone, and its place gone to');
      assert.equal(await page.getByLabel('Ask its teller').count(), 0, 'one at a time');
      await look_at(page, 'asked');

      await open_mine(mine, claim_code);
      const to_me = mine.getByRole('region', { name: 'You are asked something' });
      await to_me.getByText('Was the box itself torn, or only wet?').waitFor();
      await to_me.getByText('by a steward').waitFor();
      assert.equal(await mine.getByText(/\bSam\b/).count(), 0, 'who it is is not told');
      await look_at(mine, 'a question to me');
      assert.ok(await to_me.getByRole('button', { name: 'Send the answer' }).isDisabled(), 'nothing to send yet');
      await to_me.getByLabel('Your answer').fill('Only wet. Ask Kim, kim@example.org.');
      await to_me.getByRole('button', { name: 'Send the answer' }).click();
      await mine.getByText('Thank you. Your answer stands with what you told').waitFor();
      await until(async () => (await to_me.count()) === 0, 'nothing is asked any more');
      await until(() => has_focus(mine.getByText('Thank you. Your answer stands with what you told')), 'what was done is gone to');
      await mine.getByText('Asked once, answered').click();
      await mine.locator('.answered blockquote', { hasText: 'Only wet.' }).waitFor();
      await look_at(mine, 'an answer of mine');

      await page.reload();
      await asked(page).getByText('Only wet.').waitFor();
      await look_at(page, 'answered');
      await mine.reload();
      await mine.getByText(/^Read /).waitFor();

      await mine.getByText('Asked once, answered').click();
      await mine.getByRole('button', { name: 'Say it anew' }).click();
      await mine.getByLabel('Your answer').fill('Torn at one corner.');
      await mine.getByRole('button', { name: 'Say it so' }).click();
      await mine.locator('.answered blockquote', { hasText: 'Torn at one corner.' }).waitFor();
      await until(() => has_focus(mine.getByRole('button', { name: 'Say it anew' })), 'what opened the form has the focus again');
      const json = JSON.parse((await downloaded(mine, 'For machines (JSON)')).text);
      assert.equal(json.experiences[0].questions[0].answer, 'Torn at one corner.');
      assert.match((await downloaded(mine, 'To read (HTML)')).text, /Was the box itself torn, or only wet\? You answered: Torn at one corner\./);
      await page.reload();
      await asked(page).getByText('Torn at one corner.').waitFor();
      await mine.getByRole('button', { name: 'Take the answer back' }).click();
      await mine.getByText('You took your answer back').waitFor();
      await page.reload();
      await asked(page).getByText('Answered, and taken back').waitFor();
      assert.equal(await page.getByText('Torn at one corner.').count(), 0);
    });
  }));

test('Who declines for good is asked no more, and who may not ask finds no way to', { skip }, () =>
  on_page({ viewport: phone }, async (mine) => {
    const { id, claim_code } = await tell('The queue at the desk was an hour long.');
    await on_page({}, async (page) => {
      await come_in(page, 'Sam', `/e/${id}`);
      await page.getByLabel('Ask its teller').fill('On which day was that?');
      await page.getByRole('button', { name: 'Ask', exact: true }).click();
      await asked(page).waitFor();
      await open_mine(mine, claim_code);
      await mine.getByRole('button', { name: 'Do not ask me again' }).click();
      await mine.getByText('Nobody asks you about what you told any more.').waitFor();
      assert.equal(await mine.getByRole('switch', { name: 'I may be asked again' }).isChecked(), false);
      await page.reload();
      await asked(page).getByText('Its teller chose not to answer').waitFor();
      await asked(page).getByText('Its teller has not said that they may be asked about it.').waitFor();
      await page.context().clearCookies();
      const { id: other } = await tell('The desk was friendly.');
      await come_in(page, 'Lee', `/e/${other}`);
      await page.locator('.whole').waitFor();
      await page.waitForTimeout(300);
      assert.equal(await page.getByLabel('Ask its teller').count(), 0);
    });
  }));

test('The teller sees in which figures it counted, and by whom they were asked for', { skip }, () =>
  on_page({ viewport: phone }, async (mine) => {
    const { claim_code } = await tell('The tandem ferry was on time.');
    await open_mine(mine, claim_code);
    await mine.getByText('Looked at are the last 200 different questions').waitFor();
    await mine.getByText('Something of yours counted in none of them.').waitFor();
    await look_at(mine, 'nothing served');
    await on_page({}, async (page) => {
      await come_in(page, 'Lee', '/');
      await page.locator('.figures').waitFor();
      await page.getByLabel('Search what people lived').pressSequentially('tandem', { delay: 120 });
      await until(async () => (await page.locator('.total strong').first().innerText()).includes('1'), 'it is found');
      await page.waitForTimeout(1800); // until nobody could be typing any more
    });
    await mine.reload();
    const counted = mine.getByRole('region', { name: 'What it counted in' });
    await counted.getByText('“tandem”').waitFor();
    await counted.getByText('everything people told').waitFor();
    assert.equal(await counted.getByText('“tan”', { exact: true }).count(), 0, 'what was typed on the way is no question');
    await counted.getByText('asked by a listener').first().waitFor();
    assert.equal(await mine.getByText(/\bLee\b/).count(), 0);
    await look_at(mine, 'what it counted in');
  }));
