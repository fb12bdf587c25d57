// Signing in at an OpenID Connect provider that runs beside the program. Needs the program.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { own_server, skip } from './own_server.mjs';
import { assert_accessible, on_page, phone, stage } from './stage.mjs';

const server = own_server('oidc');
const { run } = server;
const secret = 'a secret: with / signs & spaces';
let at;
let provider_server;

stage();

const listening = (one) => new Promise((done) => one.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${one.address().port}`)));

// Whoever comes is who they say; only "bea" has not shown that her address is hers.
function account(id) {
  const claims = { sub: id, email: `${id}@example.org`, email_verified: id !== 'bea' };
  return { accountId: id, claims: () => claims };
}

async function provider_at(issuer) {
  const { Provider } = await import('oidc-provider');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return new Provider(issuer, {
    clients: [{
      client_id: 'firsthand',
      client_secret: secret,
      redirect_uris: [`${at}/v1/session/oidc/callback`],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      id_token_signed_response_alg: 'ES256',
    }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'e2e', use: 'sig', alg: 'ES256' }] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_context, id) => account(id),
    cookies: { keys: ['only for this test'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
  });
}

before(async () => {
  if (skip) return;
  let answer = (_request, reply) => reply.writeHead(503).end();
  // The browser wants an icon, which the provider has not.
  provider_server = createServer((request, reply) => (request.url === '/favicon.ico' ? reply.writeHead(204).end() : answer(request, reply)));
  const issuer = await listening(provider_server);
  writeFileSync(join(server.root, 'secret'), `${secret}\n`);
  run('tell', 'The parcel lay on the mat at last', '--felt', '8');
  run('member', 'add', 'Ann', '--sign-in', 'Ann@example.org');
  run('member', 'add', 'Bea', '--sign-in', 'bea@example.org');
  run('member', 'add', 'Cor', '--sign-in', 'sub:cor');
  at = await server.serve(['--oidc-issuer', issuer, '--oidc-client', 'firsthand',
    '--oidc-secret-file', join(server.root, 'secret'), '--oidc-name', 'Our company']);
  answer = (await provider_at(issuer)).callback();
});

after(async () => {
  await server.clean_up();
  provider_server?.closeAllConnections();
  provider_server?.close();
});

// Not asked yet; and what the provider's own pages want from elsewhere.
const expected_errors = ['401', 'net::ERR', 'Content Security Policy'];

/** From the page of the provider to whatever it leads back to. */
async function be(page, name) {
  await page.locator('input[name=login]').fill(name);
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.locator('button[type=submit]').click();
}

for (const [how, viewport] of [['wide', undefined], ['on a phone', phone]]) {
  test(`A member signs in at the provider and comes back to where they were, ${how}`, { skip }, () =>
    on_page({ expected_errors, ...(viewport ? { viewport } : {}) }, async (page) => {
      await page.goto(`${at}/?q=parcel`);
      await page.getByRole('heading', { name: 'Sign in to read what people told' }).waitFor();
      await assert_accessible(page, 'a door to the provider');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
      if (process.env.FIRSTHAND_SHOTS) await page.screenshot({ path: join(process.env.FIRSTHAND_SHOTS, `provider-${how}.png`) });
      await page.getByRole('link', { name: 'Sign in with Our company' }).click();
      await be(page, 'ann');
      await page.waitForURL(`${at}/?q=parcel`);
      await page.locator('article[data-id="e1"]').waitFor();
      if (!viewport) assert.match(await page.locator('.who').innerText(), /Ann/);
      assert.equal(await page.evaluate(() => document.cookie), '', 'scripts do not see the session');
      const kept = (await page.context().cookies(at)).map((one) => one.name);
      assert.ok(kept.includes('fh_session') && !kept.includes('fh_sign_in'), `${kept}`);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in to read what people told' }).waitFor();
    }));
}

test('Who is known there and not here is told so', { skip }, () =>
  on_page({ expected_errors, viewport: phone }, async (page) => {
    await page.goto(`${at}/sign-in`);
    await page.getByRole('link', { name: 'Sign in with Our company' }).click();
    await be(page, 'dan');
    await page.getByRole('heading', { name: 'You are not a member here' }).waitFor();
    assert.equal(page.url(), `${at}/sign-in`);
    assert.match(await page.getByRole('alert').innerText(), /Ask a keeper/);
    await assert_accessible(page, 'unknown here');
    if (process.env.FIRSTHAND_SHOTS) await page.screenshot({ path: join(process.env.FIRSTHAND_SHOTS, 'unknown.png') });
  }));

test('An address that the provider has not verified lets nobody in', { skip }, () =>
  on_page({ expected_errors }, async (page) => {
    await page.goto(`${at}/v1/session/oidc`);
    await be(page, 'bea');
    await page.getByRole('heading', { name: 'You are not a member here' }).waitFor();
  }));

test('The way back leads in once', { skip }, () =>
  on_page({ expected_errors }, async (page) => {
    const back = page.waitForRequest((request) => request.url().includes('/v1/session/oidc/callback?'));
    await page.goto(`${at}/v1/session/oidc`);
    await be(page, 'ann');
    const way = (await back).url();
    await page.waitForURL(`${at}/`);
    await page.context().clearCookies();
    await page.goto(way);
    await page.getByRole('heading', { name: 'This sign-in is over' }).waitFor();
    await assert_accessible(page, 'a sign-in that is over');
    assert.ok(!(await page.context().cookies(at)).some((one) => one.name === 'fh_session'));
  }));

test('Who breaks it off there is told that nothing has changed', { skip }, () =>
  on_page({ expected_errors }, async (page) => {
    await page.goto(`${at}/v1/session/oidc`);
    await page.getByRole('link', { name: /cancel/i }).click();
    await page.getByRole('heading', { name: 'You were not signed in' }).waitFor();
    await page.getByRole('link', { name: 'Sign in with Our company' }).waitFor();
  }));

test('By the name the provider has for them', { skip }, () =>
  on_page({ expected_errors }, async (page) => {
    await page.goto(`${at}/v1/session/oidc`);
    await be(page, 'cor');
    await page.waitForURL(`${at}/`);
    assert.match(await page.locator('.who').innerText(), /Cor/);
  }));
