// Timers, and what people ask through the organisation, on keepers' pages; against a server
// of its own. Needs the program: the mock keeps nobody out.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { own_server, skip } from './own_server.mjs';
import { has_focus, on_page, phone, stage, until } from './stage.mjs';

const program = process.env.FIRSTHAND_PROGRAM;
const server = own_server('rights');
const { run, ask, come_in, downloaded, look_at } = server;
let at;

stage();

before(async () => {
  if (skip) return;
  run('member', 'add', 'Kay', '--role', 'keeper');
  run('member', 'add', 'Sam', '--role', 'steward');
  server.become('tell,administer,audit,read,count,request,erase');
  at = await server.serve();
  for (const [person, day] of [['ann', '2019-05-04'], ['ann', '2019-06-01'], ['ben', '2019-05-05']]) {
    await ask('/v1/experiences', { body: { source: 'desk', person, text: `The counter was shut for ${person}.`, told_at: day } });
  }
  await ask('/v1/experiences', { body: { source: 'desk', person: 'cleo', source_id: 't-7', text: 'The counter was open.' } });
  await ask('/v1/experiences', { body: { source: 'till', person: 'dora', text: 'The till was quick.' } });
});

after(() => server.clean_up());

for (const [how, options] of [['light', {}], ['dark on a phone', { viewport: phone, dark: true }]]) {
  test(`Nothing has been asked or set yet, ${how}`, { skip }, () =>
    on_page(options, async (page) => {
      await come_in(page, 'Kay', '/timers');
      await page.getByText('Nothing is erased by itself').waitFor();
      await page.getByText('Nothing has been erased so far.').waitFor();
      await look_at(page, `no timers ${how}`);
      await page.getByRole('navigation', { name: 'Keeping' }).getByRole('link', { name: 'Requests' }).click();
      await page.getByText('Nobody has asked for anything yet.').waitFor();
      await page.getByLabel('Before it begins').waitFor();
      await look_at(page, `no requests ${how}`);
    }));
}

test('Others are told who can', { skip }, () =>
  on_page({ expected_errors: ['401', '403'] }, async (page) => {
    await page.goto(`${at}/timers`);
    await page.getByRole('heading', { name: 'This page is for keepers' }).waitFor();
    // Whoever signs in comes back to where they were.
    await page.goto(`${at}${/\/sign-in#fhl_\w+/.exec(run('member', 'link', 'Sam'))[0]}`);
    await page.waitForURL(`${at}/timers`);
    await page.getByText('You are signed in as Sam, a steward').waitFor();
    await page.goto(`${at}/requests`);
    await page.getByText('You are signed in as Sam, a steward').waitFor();
  }));

test('A timer shows what would go before it is set, then erases it with a receipt, and ends', { skip }, () =>
  on_page({ viewport: phone, acceptDownloads: true }, async (page) => {
    await come_in(page, 'Kay', '/timers');
    const form = page.getByRole('form', { name: 'Make a timer' });
    const look = form.getByRole('button', { name: 'See what would go' });
    await look.click();
    await form.getByText('Say for what').waitFor();
    assert.ok(await has_focus(form.getByLabel('Source')));
    await form.getByLabel('Source').fill('desk');
    await look.click();
    await form.getByText('Days: a whole number').waitFor();
    assert.ok(await has_focus(form.getByLabel('Kept for so many days')), 'the field that is wrong is gone to');
    await form.getByLabel('Kept for so many days').fill('730');
    await form.getByText('About 2 years').waitFor();
    await page.keyboard.press('Enter');
    await form.getByText('3 experiences would go now').waitFor();
    await form.getByText('2 people').first().waitFor();
    await until(() => has_focus(form.locator('.tried p').first()), 'what was found is gone to');
    await look_at(page, 'a timer tried out');
    assert.deepEqual((await ask('/v1/retention')).rules, [], 'nothing is set by looking');
    await form.getByLabel('Kept for so many days').fill('365');
    await form.getByRole('button', { name: 'Set the timer' }).waitFor({ state: 'detached' }); // another number asks for another look
    await look.click();
    await form.getByRole('button', { name: 'Set the timer' }).click();
    const row = page.locator('.keep-row[data-timer="1"]');
    await row.getByText('kept for 365 days').waitFor();
    await until(() => has_focus(page.getByText('Set: everything from desk for 365 days.')), 'what was done is gone to');
    run('retention', 'run');
    await page.reload();
    await page.getByText(/^3 experiences$/).waitFor();
    await page.getByText('by a timer · receipt 1').waitFor();
    await look_at(page, 'a timer that ran');
    const { path } = await downloaded(page, 'Save the receipt 1');
    assert.equal(spawnSync(program, ['verify-receipt', path]).status, 0);

    await row.getByRole('button', { name: 'End the timer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await look_at(page, 'ending a timer');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await row.getByRole('button', { name: 'End the timer' }).click();
    await dialog.getByRole('button', { name: 'End it' }).click();
    await until(() => has_focus(page.getByText('The timer has ended.')), 'the button is gone, and what was done is gone to');
    await until(async () => (await page.locator('.keep-row[data-timer]').count()) === 0, 'it is gone');
    assert.deepEqual((await ask('/v1/retention')).rules, []);
  }));

test('Access is handed in for somebody, opened, and its answer saved', { skip }, () =>
  on_page({ acceptDownloads: true }, async (page) => {
    await come_in(page, 'Kay', '/requests');
    const form = page.getByRole('form', { name: 'Hand one in for somebody' });
    await form.getByRole('button', { name: 'Hand it in' }).click();
    await form.getByText('Choose what they ask for.').waitFor();
    await form.getByLabel('Access').check();
    await form.getByRole('button', { name: 'Hand it in' }).click();
    await form.getByText('Say who it is').waitFor();
    assert.ok(await has_focus(form.getByLabel('Key', { exact: true })));
    await form.getByLabel('Source', { exact: true }).fill('till');
    await form.getByLabel('Key', { exact: true }).fill('dora');
    await form.getByRole('button', { name: 'They are known by another name, too' }).click();
    await look_at(page, 'two names');
    await form.getByRole('button', { name: 'take off name 2' }).click();
    await form.getByRole('button', { name: 'Hand it in' }).click();
    await page.getByRole('heading', { name: 'Access: somebody asks to see what is kept of them' }).waitFor();
    await page.getByText('1 experience', { exact: true }).waitFor();
    await page.getByText('Handed in.', { exact: true }).waitFor();
    await look_at(page, 'access opened');
    const json = JSON.parse((await downloaded(page, 'Save the answer')).text);
    assert.equal(json.experiences[0].experience.text, 'The till was quick.');
    assert.ok(json.experiences[0].history.length > 0, 'with all that is kept of it');
    await page.getByRole('link', { name: 'All requests' }).click();
    await page.locator('.keep-row', { hasText: 'Access' }).getByText('completed').waitFor();
  }));

test('An erasure waits, is cancelled, is handed in anew and carried out with a receipt', { skip }, () =>
  on_page({ viewport: phone, acceptDownloads: true }, async (page) => {
    await come_in(page, 'Kay', '/requests');
    await page.getByLabel('Before it begins').fill('721');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Hours: a whole number from 0 to 720.').waitFor();
    const wait = async (hours) => {
      await page.getByLabel('Before it begins').fill(hours);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Saved, for what is handed in from now on.').waitFor();
    };
    const form = page.getByRole('form', { name: 'Hand one in for somebody' });
    const hand_in = async () => {
      await form.getByLabel('Erasure').check();
      await form.getByLabel('Known by').selectOption('A source’s id of one experience');
      await form.getByLabel('Source', { exact: true }).fill('desk');
      await form.getByLabel('Id', { exact: true }).fill('t-7');
      await form.getByRole('button', { name: 'Hand it in' }).click();
      await page.getByRole('dialog', { name: 'Erase everything of this person?' }).waitFor();
      await look_at(page, 'an erasure is asked about');
      await page.getByRole('button', { name: 'Hand in the erasure' }).click();
      await page.getByRole('heading', { name: /^Erasure: somebody asks/ }).waitFor();
    };
    await wait('24');
    await hand_in();
    await page.getByText('Begins', { exact: true }).waitFor();
    await look_at(page, 'an erasure that waits');
    await page.getByRole('button', { name: 'Cancel it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the request' }).click();
    await page.getByText('Cancelled', { exact: true }).waitFor();
    await until(() => has_focus(page.getByText('Cancelled: nothing is erased.')), 'what was done is gone to');
    assert.equal(await page.getByRole('button', { name: 'Cancel it' }).count(), 0);
    await page.getByRole('link', { name: 'All requests' }).click();
    await wait('0');
    await hand_in();
    const { path } = await downloaded(page, 'Save the receipt');
    assert.equal(spawnSync(program, ['verify-receipt', path]).status, 0);
    assert.equal((await ask('/v1/search?q=open')).total, 0, 'it is gone');
    await page.getByRole('link', { name: 'All requests' }).click();
    await page.getByLabel('Status').selectOption('cancelled');
    await until(async () => (await page.locator('.keep-row').count()) === 1, 'only the one that was cancelled is left');
    await page.getByLabel('Status').selectOption('waits');
    await page.getByText('There is none of that status.').waitFor();
  }));

test('Many requests are looked through page by page, and one that is not there is said to be so', { skip }, () =>
  on_page({ expected_errors: ['404'] }, async (page) => {
    for (let i = 0; i < 30; ++i) {
      await ask('/v1/requests', { body: { subject_request_type: 'access', subject_identities: [{ identity_type: 'controller_customer_id', identity_value: `nobody ${i}`, source: 'desk' }] } });
    }
    await come_in(page, 'Kay', '/requests?status=completed');
    await until(async () => (await page.locator('.keep-row').count()) === 25, 'a page of them');
    await page.getByRole('link', { name: 'Older' }).click();
    await page.waitForURL(`${at}/requests?status=completed&from=25`);
    await until(async () => (await page.locator('.keep-row').count()) < 25, 'the rest');
    await page.getByRole('link', { name: 'Newer' }).click();
    await until(async () => (await page.locator('.keep-row').count()) === 25, 'the newer ones');
    await look_at(page, 'many requests');
    await page.goto(`${at}/requests?id=6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e`);
    await page.getByText('There is no such request.').waitFor();
  }));
