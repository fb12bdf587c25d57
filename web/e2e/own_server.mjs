// A server of a test file's own: the program on a directory that nobody else has. What starts,
// asks, comes in and cleans up, for those files whose tests the shared example would disturb.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert_accessible, downloaded, fits } from './stage.mjs';

const program = process.env.FIRSTHAND_PROGRAM;
/** Why such tests are left out, as node:test takes it: the mock has no rights. */
export const skip = program ? false : 'needs the program';

/** Starts `serve` on the directory; [child, address] once it listens. */
function served(directory, words, env) {
  const child = spawn(program, ['serve', '--data', directory, '--listen', '127.0.0.1:0', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env },
  });
  return new Promise((done, failed) => {
    let said = '';
    child.stdout.on('data', (part) => {
      said += part;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (address) done([child, address[0]]);
    });
    child.on('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
}

/** `name` is in its directory's, and in its pictures' where FIRSTHAND_SHOTS names a folder. */
export function own_server(name) {
  const root = mkdtempSync(join(tmpdir(), `firsthand-e2e-${name}-`));
  const children = [];
  const own = {
    root,
    data: join(root, 'data'),
    at: '', // its address, once serve() is done
    token: '', // as whom commands and ask() come

    /** A command of the program; its output. */
    run(...words) {
      const ran = spawnSync(program, [...words, '--data', own.data], { encoding: 'utf8', env: { ...process.env, FIRSTHAND_TOKEN: own.token } });
      assert.equal(ran.status, 0, ran.stderr);
      return ran.stdout;
    },
    /** Makes a key with those rights, and comes as it from then on. */
    become(rights) {
      own.token = /fhk_\w+/.exec(own.run('key', 'add', 'boss', '--rights', rights))[0];
    },
    async serve(words = [], { directory = own.data, env = {} } = {}) {
      const [child, address] = await served(directory, words, env);
      children.push(child);
      if (directory === own.data) own.at = address;
      return address;
    },
    /** Ends all servers there are. */
    async stop() {
      await Promise.all(children.splice(0).map((child) => {
        child.removeAllListeners('exit');
        const ended = new Promise((done) => child.on('exit', done));
        child.kill();
        return ended;
      }));
    },
    async clean_up() {
      await own.stop();
      rmSync(root, { recursive: true, force: true });
    },
    /** The answer at a path, as the key of the command line or whoever else has a token. */
    async ask(path, { body, token = own.token } = {}) {
      const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
      return (await fetch(`${own.at}${path}`, { method: body ? 'POST' : 'GET', headers, ...(body ? { body: JSON.stringify(body) } : {}) })).json();
    },
    /** What comes of pressing that button, beside the data. */
    downloaded: (page, button) => downloaded(page, button, root),
    /** The sign-in link in what a command said, at this server. */
    link_in: (said) => `${own.at}${/\/sign-in#fhl_\w+/.exec(said)[0]}`,
    async come_in(page, member, to = '/') {
      await page.goto(own.link_in(own.run('member', 'link', member)));
      await page.waitForURL(`${own.at}/`);
      if (to !== '/') await page.goto(`${own.at}${to}`);
    },
    /** Nothing bars anyone, nothing sticks out, and a picture where one is wanted. */
    async look_at(page, what) {
      await page.waitForTimeout(150);
      await assert_accessible(page, what);
      assert.ok(await fits(page), `nothing sticks out of ${what}`);
      const folder = process.env.FIRSTHAND_SHOTS;
      if (folder) await page.screenshot({ path: join(folder, `${name}-${what.replaceAll(' ', '-')}.png`), fullPage: true });
    },
  };
  return own;
}
