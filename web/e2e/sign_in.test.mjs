// Signing in, being somebody, and being kept out; against a server of its own that asks
// who is there. Needs the program: the mock lets everybody in.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { own_server, skip } from './own_server.mjs';
import { assert_accessible, on_page, phone, stage } from './stage.mjs';

const server = own_server('sign-in');
const { run, link_in } = server;
const link_of = (name) => link_in(run('member', 'link', name));
let at;

stage();

before(async () => {
  if (skip) return;
  run('tell', 'The parcel lay on the mat at last', '--unit', 'north', '--felt', '8');
  run('tell', 'The parcel never came to us', '--unit', 'south', '--felt', '2');
  run('member', 'add', 'Ann', '--role', 'listener');
  run('member', 'add', 'Bea', '--role', 'listener', '--scope', 'unit:north');
  server.become('administer,audit');
  at = await server.serve();
});

after(() => server.clean_up());

const asked = ['401'];

for (const [how, viewport] of [['wide', undefined], ['on a phone', phone]]) {
  test(`Who is not known is told what to do, ${how}`, { skip }, () =>
    on_page({ expected_errors: asked, ...(viewport ? { viewport } : {}) }, async (page) => {
      await page.goto(`${at}/?q=parcel`);
      await page.getByRole('heading', { name: 'Sign in to read what people told' }).waitFor();
      assert.equal(await page.locator('.trouble').count(), 0);
      await assert_accessible(page, 'sign-in notice');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
      if (process.env.FIRSTHAND_SHOTS) await page.screenshot({ path: join(process.env.FIRSTHAND_SHOTS, `asked-${how}.png`) });
      await page.goto(`${at}/e/e1`);
      await page.getByRole('heading', { name: 'Sign in to read what people told' }).waitFor();
    }));

  test(`A link signs in, leads back, and the session ends when one says so, ${how}`, { skip }, () =>
    on_page({ expected_errors: asked, ...(viewport ? { viewport } : {}) }, async (page) => {
      await page.goto(`${at}/?q=parcel`);
      await page.getByRole('heading', { name: 'Sign in to read what people told' }).waitFor();
      await page.goto(link_of('Ann'));
      await page.waitForURL(`${at}/?q=parcel`);
      await page.locator('article[data-id="e2"]').waitFor();
      assert.equal(await page.evaluate(() => document.cookie), '', 'scripts do not see the session');
      await page.locator('.live.live').waitFor();
      const who = page.locator('.who');
      await who.waitFor();
      if (!viewport) assert.match(await who.innerText(), /Ann/);
      await assert_accessible(page, 'signed in');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
      if (process.env.FIRSTHAND_SHOTS) await page.screenshot({ path: join(process.env.FIRSTHAND_SHOTS, `in-${how}.png`) });
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in to read what people told' }).waitFor();
      assert.deepEqual(await page.context().cookies(), []);
    }));
}

test('A link that was used says so, and its token is gone from the address', { skip }, () =>
  on_page({ expected_errors: asked }, async (page) => {
    const link = link_of('Ann');
    await page.goto(link);
    await page.waitForURL(`${at}/`);
    await page.context().clearCookies();
    await page.goto(link);
    await page.getByRole('heading', { name: 'This link does not sign in' }).waitFor();
    assert.equal(page.url(), `${at}/sign-in`);
    assert.match(await page.getByRole('alert').innerText(), /Ask a keeper for a new one/);
    await assert_accessible(page, 'a used link');
    if (process.env.FIRSTHAND_SHOTS) await page.screenshot({ path: join(process.env.FIRSTHAND_SHOTS, 'used.png') });
  }));

test('The page without a link says how signing in goes', { skip }, () =>
  on_page({ viewport: phone }, async (page) => {
    await page.goto(`${at}/sign-in`);
    await page.getByRole('heading', { name: 'Signing in goes by a link' }).waitFor();
    await assert_accessible(page, 'no link');
  }));

test('Who sees a part sees nothing else', { skip }, () =>
  on_page({ expected_errors: ['404'] }, async (page) => {
    await page.goto(link_of('Bea'));
    await page.waitForURL(`${at}/`);
    await page.locator('article[data-id="e1"]').waitFor();
    assert.equal(await page.locator('article[data-id="e2"]').count(), 0);
    await page.goto(`${at}/e/e2`);
    await page.getByRole('heading', { name: 'There is no experience e2 here' }).waitFor();
  }));

test('Anybody may tell, known or not, and nobody is asked', { skip }, () =>
  on_page({ viewport: phone }, async (page) => {
    await page.goto(`${at}/tell`);
    await page.getByLabel('What did you live?').fill('They waited for me.');
    await page.locator('#tell-promise', { hasText: 'those who work here with what people tell' }).waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Thank you. It is kept.' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'See it as others do' }).count(), 0);
    await assert_accessible(page, 'told by nobody known');
  }));

test('A member tells in their own name, and loses everything at once when disabled', { skip }, () =>
  on_page({ expected_errors: asked }, async (page) => {
    run('member', 'add', 'Cor', '--role', 'steward');
    await page.goto(link_of('Cor'));
    await page.waitForURL(`${at}/`);
    await page.locator('.figures').waitFor();
    await page.goto(`${at}/tell`);
    await page.getByLabel('What did you live?').fill('I wrote down what she said.');
    await page.locator('.who').waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('link', { name: 'See it as others do' }).waitFor();
    const [last] = JSON.parse(run('audit', '--limit', '1', '--json')).entries;
    assert.deepEqual([last.action, /^member \d+$/.test(last.actor)], ['tell', true]);
    run('member', 'disable', 'Cor');
    await page.goto(at);
    await page.getByRole('heading', { name: 'Sign in to read what people told' }).waitFor();
  }));
