// A mail address left with what was told: the letter comes, the code is lost, a letter brings
// its teller back. Against a mail server that others wrote. Needs the program.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { own_server, skip } from './own_server.mjs';
import { on_page, phone, stage, until } from './stage.mjs';

const server = own_server('contact');
const letters = []; // { to, text } as they came
let at;
let mail_server;

stage();

function unfolded(raw) {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4);
  return Buffer.from(body.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8');
}

before(async () => {
  if (skip) return;
  const { SMTPServer } = await import('smtp-server');
  mail_server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth({ username, password }, _session, done) {
      if (username === 'firsthand' && password === 'between us') done(null, { user: username });
      else done(new Error('no'));
    },
    onData(stream, { envelope }, done) {
      let raw = '';
      stream.setEncoding('latin1').on('data', (part) => (raw += part)).on('end', () => {
        letters.push({ to: envelope.rcptTo[0].address, head: raw.slice(0, raw.indexOf('\r\n\r\n')), text: unfolded(raw) });
        done();
      });
    },
  });
  const port = await new Promise((done) => {
    mail_server.listen(0, '127.0.0.1', () => done(mail_server.server.address().port));
  });
  at = await server.serve(['--mail-server', `smtp://127.0.0.1:${port}`, '--mail-user', 'firsthand', '--mail-from', 'firsthand@example.org'], { env: { FIRSTHAND_MAIL_PASSWORD: 'between us' } });
});

after(async () => {
  await server.clean_up();
  if (mail_server) await new Promise((done) => mail_server.close(done));
});

async function letter_to(address) {
  await until(() => letters.some(({ to }) => to === address), `a letter to ${address}`);
  const [letter] = letters.splice(letters.findIndex(({ to }) => to === address), 1);
  return letter;
}

const link_in = ({ text }) => /^http\S+$/m.exec(text)[0];

async function told(page, words) {
  await page.goto(`${at}/tell`);
  await page.getByLabel('What did you live?').fill(words);
  await page.getByRole('button', { name: 'Send' }).click();
  const code = await page.locator('.claim-code').textContent();
  await page.getByText('a letter brings you back').waitFor();
  return code;
}

async function come_in(page, code) {
  await page.goto('about:blank');
  await page.goto(`${at}/mine#${code}`);
  await page.getByRole('heading', { name: 'What you told' }).waitFor();
}

async function leave(page, address) {
  await page.getByLabel('mail address').fill(address);
  await page.getByRole('button', { name: 'Send me a letter' }).click();
  await page.getByText(`A letter is on its way to ${address}.`).waitFor();
  return letter_to(address);
}

async function verify(page, letter) {
  await page.goto('about:blank');
  await page.goto(link_in(letter));
  await page.getByRole('button', { name: 'Yes, I left it' }).click();
  await page.getByRole('heading', { name: 'The address counts from now on' }).waitFor();
}

const files = (directory) => readdirSync(directory, { recursive: true }).map((name) => join(directory, name)).filter((path) => statSync(path).isFile());

test('An address is left, verified, and brings back who lost the code', { skip }, () =>
  on_page({ viewport: phone, expected_errors: ['401', '404'] }, async (page) => {
    const code = await told(page, 'The lift stood still again.');
    await come_in(page, code);
    const letter = await leave(page, 'ann.secret@example.org');
    assert.match(letter.head, /^From: firsthand <firsthand@example\.org>$/m);
    assert.ok(!letter.text.includes('lift'), 'no words of anybody in a letter');
    assert.ok(!letter.text.includes(code));
    await verify(page, letter);
    assert.ok(!page.url().includes('#'), 'the link is out of the address');
    await page.goto('about:blank');
    await page.goto(link_in(letter));
    await page.getByRole('button', { name: 'Yes, I left it' }).click();
    await page.getByText('This link was used').waitFor();
    await come_in(page, code);
    await page.getByText('ann.secret@example.org').waitFor();

    await page.getByRole('button', { name: 'Forget on this device' }).click();
    await page.getByRole('heading', { name: 'The code is lost?' }).waitFor();
    await page.getByLabel('The mail address you left').fill('Ann.Secret@example.org');
    await page.getByRole('button', { name: 'Send me a letter' }).click();
    await page.getByText('a letter is on its way to it').waitFor();
    const back = await letter_to('ann.secret@example.org');
    await page.goto('about:blank');
    await page.goto(link_in(back));
    await page.getByRole('button', { name: 'Give me a new code' }).click();
    await page.getByRole('heading', { name: 'Here is a new claim code' }).waitFor();
    const anew = await page.locator('.claim-code').textContent();
    assert.match(anew, /^fhc_[a-z2-7]{52}$/);
    assert.notEqual(anew, code);
    await page.getByRole('button', { name: 'See what is yours' }).click();
    await page.getByText('The lift stood still again.').waitFor();
    await page.getByText('By it a new claim code was handed out').waitFor();

    await page.getByRole('button', { name: 'Make all other codes useless' }).click();
    await page.getByRole('button', { name: 'Make them useless' }).click();
    await page.getByText('Only the code you are here with is good now.').waitFor();
    await page.goto('about:blank');
    await page.goto(`${at}/mine#${code}`);
    await page.getByText('This code leads to nothing here.').waitFor();

    await come_in(page, anew);
    for (const path of files(server.data)) assert.ok(!readFileSync(path, 'latin1').includes('ann.secret'), `${path} holds no address`);
    await page.getByRole('button', { name: 'Remove the address' }).click();
    await page.getByText('nobody can read it any more').waitFor();
    await page.getByLabel('Your mail address').waitFor();
  }));

test('An address that nobody left is answered alike', { skip }, () =>
  on_page({}, async (page) => {
    await page.goto(`${at}/mine`);
    await page.getByLabel('The mail address you left').fill('nobody');
    await page.getByRole('button', { name: 'Send me a letter' }).click();
    await page.getByText('Put a mail address in').waitFor();
    await page.getByLabel('The mail address you left').fill('nobody@example.org');
    await page.getByRole('button', { name: 'Send me a letter' }).click();
    await page.getByText('If that address was left here, a letter is on its way').waitFor();
    assert.equal(letters.length, 0);
  }));

test('What is taken along holds the address, and members see nothing of it', { skip }, () =>
  on_page({ acceptDownloads: true }, async (page) => {
    const code = await told(page, 'The stairs were wet again.');
    await come_in(page, code);
    await page.getByRole('switch', { name: 'I may be asked again' }).click();
    await page.getByText(/^From now on allowed/).waitFor();
    await verify(page, await leave(page, 'bob@example.org'));
    await come_in(page, code);
    await page.getByText('A letter to bob@example.org').waitFor();
    assert.equal(JSON.parse((await server.downloaded(page, 'For machines (JSON)')).text).contact.address, 'bob@example.org');
    const id = await page.locator('.own').getAttribute('data-id');
    const seen = await (await fetch(`${at}/v1/experiences/${id}`)).json();
    assert.ok(!JSON.stringify(seen).includes('bob@'));
  }));

test('A code that a letter brought stays to be seen, whatever comes of using it', { skip }, () =>
  on_page({ viewport: phone, expected_errors: ['ERR_FAILED', '404'] }, async (page) => {
    const code = await told(page, 'The doors were shut.');
    await page.evaluate(() => sessionStorage.clear());
    const link = `${at}/mine#back=fhm_${'a'.repeat(52)}`;
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByRole('button', { name: 'Give me a new code' }).click();
    await page.getByText('This link was used').waitFor();
    await page.getByRole('button', { name: 'Ask for another letter' }).click();
    await page.getByLabel('The mail address you left').waitFor();

    await page.route('**/v1/mine/back', (route) => route.fulfill({ status: 201, contentType: 'application/json', body: JSON.stringify({ claim_code: code }) }));
    await page.route('**/v1/mine?*', (route) => route.abort());
    await page.goto(link);
    await page.getByRole('button', { name: 'Give me a new code' }).click();
    await page.getByRole('button', { name: 'See what is yours' }).click();
    await page.getByText('No answer came.').waitFor();
    assert.equal(await page.getByLabel('Your claim code').inputValue(), code);
    await page.unroute('**/v1/mine?*');
    await page.getByRole('button', { name: 'Show what is mine' }).click();
    await page.getByText('The doors were shut.').waitFor();

    await page.goto(link);
    await page.getByRole('heading', { name: 'The way back to what you told' }).waitFor();
    await page.goto(`${at}/mine#${code}`);
    await page.getByRole('heading', { name: 'What you told' }).waitFor();
    assert.equal(await page.getByRole('heading', { name: 'The way back to what you told' }).count(), 0, 'the letter gives way to the code');
  }));

test('Whether letters are sent is not guessed where no answer comes', { skip }, () =>
  on_page({ viewport: phone, expected_errors: ['ERR_FAILED'] }, async (page) => {
    const cut = () => page.route('**/v1/mine/{lost,contact}', (route) => route.abort());
    const join = () => page.unroute('**/v1/mine/{lost,contact}');
    await cut();
    await page.goto(`${at}/mine`);
    await page.getByText('No answer came to whether a letter can bring you back from here.').waitFor();
    assert.equal(await page.getByText('nothing can be shown').count(), 0);
    await server.look_at(page, 'no answer to lost');
    await join();
    await page.getByRole('button', { name: 'Ask once more' }).click();
    await page.getByLabel('The mail address you left').waitFor();

    await cut();
    await page.goto(`${at}/tell`);
    await page.getByLabel('What did you live?').fill('The desk was shut.');
    await page.getByRole('button', { name: 'Send' }).click();
    const card = page.getByRole('region', { name: 'Your claim code' });
    await card.getByText('No answer came to whether a letter could bring you back.').waitFor();
    assert.equal(await card.getByText('Without it nobody can show you').count(), 0);
    await server.look_at(page, 'no answer on the card');
    await page.getByRole('link', { name: 'See what is yours' }).click();
    const contact = page.getByRole('region', { name: 'Should your code get lost' });
    await contact.getByText('Whether an address is left could not be shown.').waitFor();
    await server.look_at(page, 'no answer to contact');
    await join();
    await contact.getByRole('button', { name: 'Ask once more' }).click();
    await contact.getByLabel('Your mail address').waitFor();
  }));

const states = [
  ['coming in without the code', async (page) => {
    await page.goto(`${at}/mine`);
    await page.getByLabel('The mail address you left').waitFor();
  }],
  ['the address to leave', async (page) => {
    await come_in(page, await told(page, 'Seen by axe.'));
    await page.getByLabel('Your mail address').waitFor();
  }],
  ['the link to verify', async (page) => {
    await page.goto(`${at}/mine#contact=fhm_${'a'.repeat(52)}`);
    await page.getByRole('heading', { name: 'Is this your address?' }).waitFor();
  }],
  ['the link to come back', async (page) => {
    await page.goto(`${at}/mine#back=fhm_${'a'.repeat(52)}`);
    await page.getByRole('heading', { name: 'The way back to what you told' }).waitFor();
  }],
];

for (const [name, reach] of states) {
  for (const [how, options] of [['light', {}], ['dark on a phone', { dark: true, viewport: phone }]]) {
    test(`Nothing bars anyone from ${name}, ${how}`, { skip }, () =>
      on_page(options, async (page) => {
        await reach(page);
        await server.look_at(page, `${name} ${how}`);
      }));
  }
}
