// What keepers do and see, and what others are told instead; against servers of its own.
// Needs the program: the mock keeps nobody out.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { own_server, skip } from './own_server.mjs';
import { fits, heading, on_page, phone, stage, until } from './stage.mjs';

const server = own_server('keeping');
const { run, ask, come_in, look_at, link_in } = server;
let at;
let fresh_at;

stage();

before(async () => {
  if (skip) return;
  run('tell', 'They wrote to kim@example.org about the parcel', '--source', 'shop', '--unit', 'north', '--party', 'customer');
  run('tell', 'The parcel never came', '--source', 'survey', '--unit', 'south');
  run('member', 'add', 'Kay', '--role', 'keeper');
  run('member', 'add', 'Lee', '--role', 'listener');
  run('member', 'add', 'Nia', '--role', 'keeper', '--scope', 'unit:north');
  server.become('administer,audit,read,count');
  at = await server.serve();
  fresh_at = await server.serve([], { directory: join(server.root, 'fresh') });
});

after(() => server.clean_up());

const pages = [['members', 'Members'], ['keys', 'Keys'], ['invitations', 'Invitations'], ['timers', 'Timers'], ['requests', 'Requests'], ['audit', 'Audit'], ['settings', 'Settings']];

for (const [how, options] of [['light', {}], ['dark', { dark: true }], ['on a phone', { viewport: phone }], ['dark on a phone', { viewport: phone, dark: true }]]) {
  test(`A keeper comes to every page by its link, and nothing bars anyone, ${how}`, { skip }, () =>
    on_page(options, async (page) => {
      await come_in(page, 'Kay');
      await page.getByRole('link', { name: 'Keeping' }).click();
      for (const [path, name] of pages) {
        await page.getByRole('navigation', { name: 'Keeping' }).getByRole('link', { name, exact: true }).click();
        await page.waitForURL(`${at}/${path}`);
        await heading(page, name).waitFor();
        await page.locator('.keep-list, .keep-none, .audit, .keep-part, .keep-form').first().waitFor();
        await until(async () => (await page.locator('.skeleton').count()) === 0, 'everything is there');
        if (path === 'audit') await page.getByText('Verified:').waitFor();
        if (path === 'settings') await page.locator('.source').first().locator('summary').click();
        await look_at(page, `${path} ${how}`);
      }
      await page.getByRole('navigation', { name: 'Keeping' }).getByRole('link', { name: 'Landscape' }).click();
      await page.locator('.figures').waitFor();
      assert.ok(await fits(page), 'the landscape fits with the way to the pages');
    }));
}

test('Others are told who can', { skip }, () =>
  on_page({ expected_errors: ['401', '403'] }, async (page) => {
    await page.goto(`${at}/settings`);
    await heading(page, 'This page is for keepers').waitFor();
    await page.getByText('Open the sign-in link that a keeper has given you').waitFor();
    await look_at(page, 'nobody known');
    await page.goto(link_in(run('member', 'link', 'Lee')));
    await page.waitForURL(`${at}/settings`);
    await page.getByText('You are signed in as Lee, a listener').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Keeping' }).count(), 0);
    await look_at(page, 'a listener');
    await page.context().clearCookies();
    await page.goto(link_in(run('member', 'link', 'Nia')));
    await page.waitForURL(`${at}/settings`);
    await page.getByText('your view is narrowed to unit:north').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Keeping' }).count(), 0);
  }));

test('A member is let in by a link shown once, changed, removed and let in again', { skip }, () =>
  on_page({ permissions: ['clipboard-read', 'clipboard-write'], expected_errors: ['400'] }, async (page) => {
    await come_in(page, 'Kay', '/members');
    await page.locator('.keep-row').first().waitFor();
    await page.getByRole('button', { name: 'Let them in' }).click();
    await page.getByText('Say what they are called.').waitFor();
    await page.getByLabel('Name').fill('Max');
    await page.getByLabel('steward').check();
    await page.getByLabel('What they see').fill('unit:(');
    await page.getByRole('button', { name: 'Let them in' }).click();
    await page.getByText('That did not work').waitFor();
    await page.getByLabel('What they see').fill('unit:north');
    await page.getByRole('button', { name: 'Let them in' }).click();
    await heading(page, 'The link for Max').waitFor();
    await look_at(page, 'a link');
    const link = await page.locator('.once-text').innerText();
    assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/sign-in#fhl_\w+$/);
    await page.getByRole('button', { name: 'Copy the link' }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
    await page.reload();
    const max = page.locator('.keep-row', { hasText: 'Max' });
    await max.getByText('steward · sees unit:north').waitFor();
    assert.equal(await page.locator('.once').count(), 0, 'the link is shown once');

    await page.getByRole('button', { name: 'Change Max' }).click();
    await max.getByLabel('listener').check();
    await max.getByLabel('What they see').fill('');
    await look_at(page, 'changing a member');
    await max.getByRole('button', { name: 'Save' }).click();
    await max.getByText('listener · sees everything').waitFor();
    await page.getByText('Max is a listener now. It holds at once.').waitFor();

    await page.getByRole('button', { name: 'Remove Max' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove Max?' });
    await dialog.waitFor();
    await look_at(page, 'removing a member');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.ok((await ask('/v1/members')).members.every((one) => one.name !== 'Max' || !one.disabled));
    await page.getByRole('button', { name: 'Remove Max' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await max.getByText('removed').waitFor();
    await look_at(page, 'a removed member');
    assert.ok((await ask('/v1/members')).members.find((one) => one.name === 'Max').disabled);
    await page.getByRole('button', { name: 'Let in again: Max' }).click();
    await max.getByText('listener · sees everything').waitFor();
  }));

test('The last keeper stays', { skip }, () =>
  on_page({ expected_errors: ['409'] }, async (page) => {
    await come_in(page, 'Kay', '/members');
    await page.getByRole('button', { name: 'Remove Kay' }).click();
    await page.getByText('This is you.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('No keeper would be left').waitFor();
    await page.getByRole('button', { name: 'Keep Kay' }).click();
    await page.locator('.keep-row', { hasText: 'Kay' }).getByText('keeper · sees everything').waitFor();
  }));

test('A key is shown once, and opens nothing once it is revoked', { skip }, () =>
  on_page({}, async (page) => {
    await come_in(page, 'Kay', '/keys');
    await page.locator('.keep-row').first().waitFor();
    await page.getByLabel('Name').fill('till');
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('A key needs at least one right.').waitFor();
    await page.getByLabel('count', { exact: false }).first().check();
    await page.getByLabel('It ends').selectOption('in 30 days');
    await page.getByRole('button', { name: 'Make the key' }).click();
    await heading(page, 'The key “till”').waitFor();
    await look_at(page, 'a key');
    const token = await page.locator('.once-text').innerText();
    const status = async () => (await fetch(`${at}/v1/search?q=parcel`, { headers: { authorization: `Bearer ${token}` } })).status;
    assert.equal(await status(), 200);
    await page.getByRole('button', { name: 'I have it: hide it' }).click();
    assert.equal(await page.locator('.once').count(), 0);
    const row = page.locator('.keep-row', { hasText: 'till' });
    await row.getByText('count · until').waitFor();
    await page.getByRole('button', { name: 'Revoke till' }).click();
    await look_at(page, 'revoking a key');
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke it for good' }).click();
    await row.getByText('revoked').waitFor();
    assert.equal(await status(), 401);
  }));

test('The audit is looked through by who and what, page by page', { skip }, () =>
  on_page({}, async (page) => {
    await come_in(page, 'Kay', '/audit');
    await page.locator('.audit tbody tr').first().waitFor();
    await page.getByLabel('What', { exact: true }).selectOption('made a key');
    await until(async () => (await page.locator('.audit tbody tr').allInnerTexts()).every((text) => text.includes('made a key')), 'only keys are left');
    assert.equal(new URL(page.url()).search, '?what=add_key');
    await page.getByLabel('Who', { exact: true }).selectOption('the command line');
    await until(async () => (await page.locator('.audit tbody tr').count()) === 1, 'one of them is by the command line');
    await page.getByLabel('What', { exact: true }).selectOption('erased');
    await page.getByText('Nothing of that kind was done.').waitFor();
    for (let i = 0; i < 60; ++i) await fetch(`${at}/v1/experiences`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"text":"One more."}' });
    await page.goto(`${at}/audit?what=tell`);
    await page.getByRole('link', { name: 'Older' }).click();
    await page.waitForURL(`${at}/audit?what=tell&from=50`);
    await until(async () => (await page.locator('.audit tbody tr').count()) < 50, 'the older ones are fewer');
    await page.getByRole('link', { name: 'Newer' }).click();
    await until(async () => (await page.locator('.audit tbody tr').count()) === 50, 'a whole page of the newer ones');
  }));

test('Settings hold from the next question on', { skip }, () =>
  on_page({}, async (page) => {
    await come_in(page, 'Kay', '/settings');
    const groups = page.getByRole('form', { name: 'Small groups' });
    await groups.getByLabel('Employees').fill('1');
    await groups.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Employees: a whole number from 2 to 1000.').waitFor();
    await groups.getByLabel('Employees').fill('7');
    await until(async () => (await page.locator('.note').count()) === 0, 'what was wrong is put right');
    const masking = page.getByRole('form', { name: 'Masked words' });
    await masking.getByLabel('shop').check();
    await groups.getByLabel('Add a column').selectOption({ index: 1 });
    await groups.getByRole('button', { name: 'Add' }).click();
    await groups.getByLabel('Noise').check();
    await look_at(page, 'settings being changed');
    await groups.getByRole('button', { name: 'Save' }).click();
    await groups.getByText('Saved. It holds from the next question on.').waitFor();
    const now = await ask('/v1/settings/groups');
    assert.equal(now.parties.employee, 7);
    assert.equal(now.noise, true);
    assert.equal(Object.keys(now.columns).length, 1);

    const found = async () => (await ask('/v1/search?q=wrote')).hits[0].text;
    assert.match(await found(), /kim@example\.org/);
    assert.ok(await masking.getByLabel('shop').isChecked(), 'what is being changed in the other part stays');
    await masking.getByRole('button', { name: 'Save' }).click();
    await masking.getByText('Saved.').waitFor();
    assert.match(await found(), /wrote to \[mail\] about/);
    assert.equal((await ask('/v1/settings/groups')).parties.employee, 7, 'the other part stays');

    const survey = page.locator('.source[data-source="survey"]');
    await survey.locator('summary').click();
    await survey.getByLabel('Members read the words').uncheck();
    await survey.getByLabel('Why it may be used so').fill('a notice at the end');
    await survey.getByRole('button', { name: 'Save' }).click();
    await survey.getByText('Saved, for what is told from now on.').waitFor();
    const kept = (await ask('/v1/sources')).sources.find((one) => one.source === 'survey');
    assert.deepEqual([kept.grants, kept.basis], [['count'], 'a notice at the end']);
    await page.getByRole('link', { name: 'audit', exact: true }).click();
    await page.getByText('party employee: 5 to 7').waitFor();
  }));

test('The teller sees the rule and the mask, and lifts it', { skip }, () =>
  on_page({}, async (page) => {
    const told = await (await fetch(`${at}/v1/experiences?claim=true`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: 'I wrote to lou@example.org, and nobody answered.', party: 'employee' }),
    })).json();
    await page.goto(`${at}/mine#${told.claim_code}`);
    const own = page.locator(`.own[data-id="${told.id}"]`);
    await own.getByText('Nobody has read it yet').waitFor();
    const shown = own.getByRole('switch', { name: 'Names and addresses are shown' });
    assert.equal(await shown.isChecked(), false);
    await own.locator('blockquote', { hasText: 'lou@example.org' }).waitFor();
    await shown.check();
    await own.getByText('Members read your words as you wrote them').waitFor();
    await own.getByText('What it was allowed for, since when').click();
    await own.getByText('For whoever tells on this page and says nothing else, this is allowed').waitFor();
    await look_at(page, 'a lifted mask');
    await page.reload();
    await own.waitFor();
    assert.equal(await shown.isChecked(), true);
  }));

test('On a fresh installation the first member is made a keeper, and then everybody is asked', { skip }, () =>
  on_page({ expected_errors: ['401', '403'], viewport: phone }, async (page) => {
    await page.goto(`${fresh_at}/members`);
    await page.getByText('Nobody is let in by name yet').waitFor();
    await look_at(page, 'no members yet');
    await page.goto(`${fresh_at}/keys`);
    await page.getByText('No machine has a way in yet.').waitFor();
    await page.goto(`${fresh_at}/audit`);
    await page.getByText('Nothing has been done yet.').waitFor();
    await page.goto(`${fresh_at}/settings`);
    await page.getByText('Nothing has been told anywhere yet. An import').waitFor();
    await page.goto(`${fresh_at}/members`);
    await page.getByLabel('Name').fill('Ann');
    assert.ok(await page.getByLabel('keeper', { exact: false }).isChecked());
    await page.getByRole('button', { name: 'Let them in' }).click();
    await heading(page, 'The link for Ann').waitFor();
    await look_at(page, 'the first link');
    const link = await page.locator('.once-text').innerText();
    await page.reload();
    await heading(page, 'This page is for keepers').waitFor();
    await page.goto(link);
    await page.waitForURL(`${fresh_at}/members`);
    await page.locator('.keep-row', { hasText: 'Ann' }).getByText('keeper · sees everything').waitFor();
  }));
