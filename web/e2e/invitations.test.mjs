// Invited people tell once, and who tells for somebody else hands it over; against a server of
// its own. Needs the program.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { own_server, skip } from './own_server.mjs';
import { has_focus, heading, on_page, phone, stage, until } from './stage.mjs';

const server = own_server('invitations');
const { run, ask, downloaded, look_at } = server;
let at;

stage();

before(async () => {
  if (skip) return;
  run('tell', 'The bus was early', '--source', 'shop', '--unit', 'north');
  run('member', 'add', 'Kay', '--role', 'keeper');
  server.become('administer,read,count');
  at = await server.serve();
});

after(() => server.clean_up());

const come_in = (page, to) => server.come_in(page, 'Kay', to);

async function send(page, words) {
  await page.getByLabel('What did you live?').fill(words);
  await page.getByRole('button', { name: 'Send' }).click();
}

for (const [how, options] of [['wide', {}], ['on a phone', { viewport: phone, dark: true }]]) {
  test(`Links are made, told with once, and used up, ${how}`, { skip }, () =>
    on_page({ acceptDownloads: true, ...options }, async (page) => {
      await come_in(page, '/invitations');
      await heading(page, 'Invitations').waitFor();
      await page.getByRole('button', { name: 'Make the links' }).click();
      await page.getByText('Say who invites').waitFor();
      const name = `Line 4 ${how}`;
      await page.getByLabel('Who invites, or to what').fill(name);
      await page.getByLabel('How many links').fill('6');
      await page.getByText('What each telling says beforehand').click();
      await page.getByLabel('Team or unit').fill('Line 4');
      await page.getByLabel('Where they met').fill('ride');
      await page.getByLabel('Labels').fill('May');
      await page.getByText('What each telling says beforehand').click();
      await page.getByLabel('Labels').waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Make the links' }).click();
      await until(() => has_focus(page.getByLabel('Labels')), 'what is wrong is opened and gone to');
      await page.getByText('A label is written as name: value').waitFor();
      await page.getByLabel('Labels').fill('');
      await page.getByLabel('Labels').pressSequentially('campaign: May');
      assert.equal(await page.getByLabel('Labels').inputValue(), 'campaign: May', 'it stays open while somebody types');
      await look_at(page, `make ${how}`);
      await page.getByRole('button', { name: 'Make the links' }).click();
      await heading(page, `6 links for “${name}”`).waitFor();
      await look_at(page, `links ${how}`);
      const { text } = await downloaded(page, 'Download CSV');
      const links = text.trim().split('\r\n').slice(1).map((line) => line.split(',')[1]);
      assert.equal(links.length, 6);
      assert.equal(await page.locator('.links .once-text').first().innerText(), links[0]);
      await page.getByRole('button', { name: 'I have them: hide them' }).click();
      await page.locator('.keep-row', { hasText: name }).getByText('6 links · fewer than 5 used').waitFor();
      await page.locator('.keep-row', { hasText: name }).getByText('team Line 4').waitFor();

      await on_page({ ...options, viewport: phone, expected_errors: ['409'] }, async (guest) => {
        await guest.goto(links[0]);
        await heading(guest, `You are invited: ${name}`).waitFor();
        assert.equal(guest.url(), `${at}/tell`, 'the secret is out of the address');
        await guest.getByText('Line 4', { exact: true }).waitFor();
        assert.equal(await guest.getByLabel('Where did it happen?').count(), 0, 'said beforehand, so not asked');
        await look_at(guest, `invited ${how}`);
        await guest.reload();
        await heading(guest, `You are invited: ${name}`).waitFor();
        await send(guest, `It rained in, ${how}.`);
        await heading(guest, 'Thank you. It is kept.').waitFor();
        const code = await guest.locator('.claim-code').textContent();
        assert.match(code, /^fhc_[a-z2-7]{52}$/);
        const { experiences } = await ask('/v1/mine', { token: code });
        assert.equal(experiences[0].experience.unit, 'Line 4');
        assert.equal(experiences[0].experience.signifiers.campaign, 'May');
        assert.equal(await guest.evaluate(() => sessionStorage.getItem('firsthand.invitation')), null);

        await guest.goto(`${at}/sign-in`);
        await guest.goto(links[0]);
        await heading(guest, `You are invited: ${name}`).waitFor();
        await send(guest, `Once more, ${how}.`);
        await guest.getByText('has been told with already').waitFor();
        assert.equal(await guest.getByLabel('What did you live?').inputValue(), `Once more, ${how}.`);
        await look_at(guest, `used up ${how}`);
        await guest.getByRole('button', { name: 'Tell it without the invitation' }).click();
        await heading(guest, 'Thank you. It is kept.').waitFor();
        const again = await ask('/v1/mine', { token: await guest.locator('.claim-code').textContent() });
        assert.equal(again.experiences[0].experience.unit, undefined);
      });

      const row = page.locator('.keep-row', { hasText: name });
      await row.getByRole('button', { name: `End ${name}` }).click();
      await page.getByRole('button', { name: 'End it for good' }).click();
      await page.getByText('are good no more').waitFor();
      await row.getByText('ended').waitFor();
      await on_page({ expected_errors: ['404', '409'] }, async (guest) => {
        await guest.goto(links[1]);
        await guest.getByText('This invitation was ended').waitFor();
        await guest.goto(`${at}/sign-in`);
        await guest.goto(`${at}/tell#invitation=fhi_mistyped`);
        await guest.getByText('This invitation leads to nothing').waitFor();
        await look_at(guest, `leads to nothing ${how}`);
      });
    }));
}

test('Told for somebody else, handed over, and theirs alone', { skip }, () =>
  on_page({ viewport: phone, expected_errors: ['401'] }, async (page) => {
    await page.goto(`${at}/tell`);
    await page.getByLabel('I tell this for somebody else').check();
    assert.equal(await page.getByRole('switch').count(), 2, 'nobody says for them that they may be asked, or shown');
    await look_at(page, 'telling for somebody');
    await send(page, 'She waited an hour in the cold.');
    await heading(page, 'Thank you. It is kept.').waitFor();
    const id = await page.locator('.receipt-id').innerText();
    const [theirs, mine] = await page.locator('.claim-code').allTextContents();
    assert.notEqual(theirs, mine);
    await look_at(page, 'two codes');
    await page.evaluate(() => {
      globalThis.print = () => {
        globalThis.printed = [...document.querySelectorAll('.claim-card.printed .claim-code')].map((one) => one.textContent);
      };
    });
    await page.getByRole('button', { name: 'Print it' }).first().click();
    assert.deepEqual(await page.evaluate(() => globalThis.printed), [theirs], 'what is handed over on paper is theirs alone');
    await page.evaluate(() => document.querySelector('.claim-card').classList.add('printed'));
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await page.locator('.claim-code').evaluateAll((all) => all.map((one) => one.checkVisibility())), [true, false]);
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(() => document.querySelector('.claim-card').classList.remove('printed'));
    const seen = await ask(`/v1/experiences/${id}`);
    assert.equal(seen.behalf, true);

    await page.getByRole('link', { name: 'See what is yours' }).click();
    await heading(page, 'Told for somebody else, not claimed yet').waitFor();
    const own = page.locator(`.own[data-id="${id}"]`);
    await own.getByRole('button', { name: 'Amend the words' }).click();
    await own.getByLabel('In your words').fill('She waited for two hours in the cold.');
    await own.getByRole('button', { name: 'Say it so' }).click();
    await page.getByText('Your new words hold from now on.').waitFor();
    await own.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await own.getByText('From now on withdrawn: nobody reads it until whose it is comes for it.').waitFor();
    await own.getByRole('switch', { name: 'Members read the words' }).click();
    await own.getByText('From now on allowed: reading the words.').waitFor();
    await look_at(page, 'for others');

    await on_page({ expected_errors: ['401'] }, async (owner) => {
      await owner.goto(`${at}/mine#${theirs}`);
      await heading(owner, 'Somebody told this for you').waitFor();
      await owner.getByText('She waited for two hours in the cold.').waitFor();
      assert.equal(await owner.getByRole('button', { name: 'Erase', exact: true }).count(), 0, 'first they say whose it is');
      await look_at(owner, 'told for you');
      await owner.getByRole('button', { name: 'It is mine' }).click();
      await heading(owner, 'Your own code').waitFor();
      const code = await owner.locator('.claim-code').first().textContent();
      assert.notEqual(code, theirs);
      await owner.locator(`.own[data-id="${id}"]`).getByRole('switch', { name: 'I may be asked again' }).click();
      await owner.getByText('From now on allowed').waitFor();
      await look_at(owner, 'taken');
      await owner.goto(`${at}/sign-in`);
      await owner.goto(`${at}/mine#${theirs}`);
      await owner.getByText('This code leads to nothing here.').waitFor();
      await owner.goto(`${at}/sign-in`);
      await owner.goto(`${at}/mine#${code}`);
      await owner.locator(`.own[data-id="${id}"]`).waitFor();
    });
    assert.equal((await ask(`/v1/experiences/${id}`)).behalf, undefined);
    await page.reload();
    await page.getByText('This code leads to nothing here.').waitFor();
    await until(async () => (await page.locator('.own').count()) === 0, 'who told it sees it no more');
  }));

test('What is not theirs goes back, and is used for nothing', { skip }, () =>
  on_page({ expected_errors: ['401'] }, async (page) => {
    await page.goto(`${at}/tell`);
    await page.getByLabel('I tell this for somebody else').check();
    await send(page, 'He lost the ticket.');
    await heading(page, 'Thank you. It is kept.').waitFor();
    const id = await page.locator('.receipt-id').innerText();
    const [theirs, mine] = await page.locator('.claim-code').allTextContents();
    await page.goto(`${at}/mine#${theirs}`);
    await heading(page, 'Somebody told this for you').waitFor();
    await page.getByRole('button', { name: 'This is not mine' }).click();
    await page.getByRole('button', { name: 'Give it back' }).click();
    await page.getByText('It went back to who told it').waitFor();
    await look_at(page, 'given back');
    await page.goto(`${at}/sign-in`);
    await page.goto(`${at}/mine#${mine}`);
    await page.locator(`.own[data-id="${id}"]`).getByText('It is withdrawn: kept for you alone.').waitFor();
    assert.equal((await ask('/v1/search?q=ticket')).total, 0);
  }));
