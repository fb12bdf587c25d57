// Backups on the settings page, made by the running program; against servers of its own.
// Needs the program: the mock keeps nothing.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { own_server, skip } from './own_server.mjs';
import { on_page, phone, stage, until } from './stage.mjs';

const server = own_server('backups');
const { run, ask, come_in, look_at } = server;
const folder = join(server.root, 'backups');
const files = () => readdirSync(folder).filter((name) => name.endsWith('.db'));
let without;

stage();

before(async () => {
  if (skip) return;
  run('tell', 'The parcel never came', '--source', 'shop');
  run('member', 'add', 'Kay', '--role', 'keeper');
  server.become('administer,audit,read,count');
  await server.serve(['--backups', folder]);
  without = await server.serve([], { directory: join(server.root, 'without') });
});

after(() => server.clean_up());

for (const [how, options] of [['light', {}], ['dark on a phone', { viewport: phone, dark: true }]]) {
  test(`A server without a folder for backups says who names one, ${how}`, { skip }, () =>
    on_page(options, async (page) => {
      await page.goto(`${without}/settings`);
      const part = page.getByRole('region', { name: 'Backups' });
      await part.getByText('This server has no folder for them').waitFor();
      assert.equal(await part.getByRole('button').count(), 0);
      await look_at(page, `no folder for backups ${how}`);
    }));

  test(`A keeper has a backup made and sees which there are, ${how}`, { skip }, () =>
    on_page(options, async (page) => {
      const there = files().length;
      await come_in(page, 'Kay', '/settings');
      const part = page.getByRole('region', { name: 'Backups' });
      await part.getByRole('button', { name: 'Make one now' }).waitFor();
      assert.equal(await part.locator('.keep-row').count(), there);
      if (there === 0) await part.getByText('No backup lies there yet.').waitFor();
      await part.getByRole('button', { name: 'Make one now' }).click();
      await part.getByText(/^Made: firsthand-\d{8}T\d{6}Z\.db, .+iB\.$/).waitFor();
      await until(async () => (await part.locator('.keep-row').count()) === there + 1, 'it is in the list');
      assert.equal(files().length, there + 1);
      const { backups } = await ask('/v1/backups');
      await part.getByText(backups[0].name).first().waitFor();
      await look_at(page, `backups ${how}`);
      assert.equal((await ask('/v1/audit?action=backup')).entries[0].detail, backups[0].name);
      await page.waitForTimeout(1100); // the next one is another second's
    }));
}

test('What the command line has the server make is in the list too', { skip }, () =>
  on_page({}, async (page) => {
    assert.match(run('backup'), /^firsthand-\d{8}T\d{6}Z\.db holds everything/);
    const newest = files().sort().at(-1);
    await come_in(page, 'Kay', '/settings');
    await page.getByRole('region', { name: 'Backups' }).getByText(newest).waitFor();
  }));
