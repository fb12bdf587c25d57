// npm run e2e: the pages in a browser, against the program that serves them.
//
//   FIRSTHAND_PROGRAM=path/to/firsthand   starts it on an example and on nothing
//   FIRSTHAND_URL=… FIRSTHAND_EMPTY_URL=… uses what runs already
//   neither                               the mock server over web/dist
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const program = process.env.FIRSTHAND_PROGRAM;
const data = mkdtempSync(join(tmpdir(), 'firsthand-e2e-'));
const servers = [];

function started(command, parameters) {
  const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(child);
  return new Promise((done, failed) => {
    let said = '';
    child.stdout.on('data', (part) => {
      said += part;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (address) done(address[0]);
    });
    child.on('exit', (code) => failed(new Error(`${command} ended with ${code} before it served: ${said}`)));
  });
}

function stopped(server) {
  server.removeAllListeners('exit');
  if (server.exitCode !== null) return undefined;
  return new Promise((done) => {
    server.on('exit', done);
    server.kill();
  });
}

async function serve_program() {
  const [full, empty] = [join(data, 'full'), join(data, 'empty')];
  const made = spawnSync(program, ['example', '--data', full, '--people', '600', '--seed', '1'], { stdio: 'inherit' });
  if (made.status !== 0) throw new Error(`the example was not made: ${made.status ?? made.error}`);
  return [
    await started(program, ['serve', '--data', full, '--listen', '127.0.0.1:0']),
    await started(program, ['serve', '--data', empty, '--listen', '127.0.0.1:0']),
  ];
}

async function serve_mock() {
  const mock = join(here, '../dev/mock.mjs');
  const one = (count) => started(process.execPath, [mock, '--port', '0', '--count', String(count)]);
  return [await one(400), await one(0)];
}

async function addresses() {
  const { FIRSTHAND_URL: url, FIRSTHAND_EMPTY_URL: empty_url } = process.env;
  if (url && empty_url) return [url, empty_url];
  return program ? serve_program() : serve_mock();
}

async function run([url, empty_url]) {
  const files = readdirSync(here).filter((file) => file.endsWith('.test.mjs')).map((file) => join(here, file));
  const child = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=tap', ...files], {
    env: { ...process.env, FIRSTHAND_URL: url, FIRSTHAND_EMPTY_URL: empty_url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (part) => {
    said += part;
    process.stdout.write(part);
  });
  const code = await new Promise((done) => child.on('exit', done));
  const passed = Number(/^# pass (\d+)$/m.exec(said)?.[1] ?? 0);
  if (code === 0 && passed === 0) throw new Error('no browser test ran');
  console.log(`${passed} browser tests`);
  return code ?? 1;
}

try {
  process.exitCode = await run(await addresses());
} finally {
  await Promise.all(servers.map(stopped));
  rmSync(data, { recursive: true, force: true });
}
