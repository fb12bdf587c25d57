import { describe, expect, it } from 'vitest';
import type { GrantStep, OwnExperience } from '../api/mine.ts';
import { dark_path, square_of } from '../parts/QrCode.tsx';
import { code_in } from '../state/claim.ts';
import { secret_in } from '../state/invitation.ts';
import { receipt_file, what_goes } from './Erase.tsx';
import { grants_summary, history_lines, purpose_words, reading_line, readings_summary, source_rule, statement_in } from './in_words.ts';
import { is_address, letter_in } from './letters.ts';
import { as_html, as_json, draft_of } from './take_along.ts';

const code = `fhc_${'abcdefghijklmnopqrstuvwxyz234567'.repeat(2).slice(0, 52)}`;

function own(part: Partial<OwnExperience> = {}): OwnExperience {
  return {
    experience: { id: 'e7', version: 1, text: 'They <b>waited</b> & "left".', kind: 'story', told_at: '2026-05-04T10:00:00Z', expected: 8, felt: 2 },
    grants: ['read', 'count'],
    words: 'as_told',
    source: { source: 'tell', grants: ['read', 'count'], stated: false },
    history: [{ at: '2026-05-04T10:00:00Z', grants: ['read', 'count'], by: 'teller' }],
    readings: [{ day: '2026-05-05', actor: 'member 3', purpose: 'read', times: 2, last: '2026-05-05T09:00:00Z' }],
    earlier: [{ version: 1 }],
    questions: [],
    ...part,
  };
}

describe('the rule of the place where it was told', () => {
  it('is told with who stated it and why', () => {
    expect(source_rule({ source: 'tell', grants: ['read', 'count'], stated: false })).toBe(
      'For whoever tells on this page and says nothing else, this is allowed: reading the words and counting in figures, as is usual here.',
    );
    expect(source_rule({ source: 'shop', grants: [], stated: true, basis: 'a notice' })).toBe('For whoever tells at “shop” and says nothing else, nothing is allowed (a notice).');
  });
});

describe('a claim code as it is typed', () => {
  it('is found alone, broken over lines, in capitals and in its link', () => {
    const spaced = code.replaceAll(/(.{4})/g, '$1 ').replace(' ', '\n');
    for (const text of [code, ` ${code}\n`, spaced, code.toUpperCase(), `https://one.example/mine#${code}`, code.replaceAll(/(.{8})/g, '$1\u200b')]) {
      expect(code_in(text), text).toEqual({ code });
    }
  });
  it('says what is wrong with it', () => {
    const wrong = (text: string) => (code_in(text) as { wrong: string }).wrong;
    expect(wrong('')).toMatch(/Put your claim code in/);
    expect(wrong('e17')).toMatch(/begins with fhc_/);
    expect(wrong(code.slice(0, -1))).toMatch(/has 51, so 1 is missing/);
    expect(wrong(code.slice(0, -3))).toMatch(/3 are missing/);
    expect(wrong(`${code}a`)).toMatch(/1 is too many/);
    expect(wrong(`fhc_${'0'.repeat(52)}`)).toMatch(/this one has “0”/);
  });
  it('takes any text without failing', () => {
    let seed = 7;
    for (let i = 0; i < 2000; ++i) {
      const text = Array.from({ length: i % 80 }, () => String.fromCharCode((seed = (seed * 48271) % 2147483647) % 300)).join('');
      const read = code_in(text);
      if ('code' in read) expect(read.code).toMatch(/^fhc_[a-z2-7]{52}$/);
      else expect(read.wrong).not.toBe('');
    }
  });
});

describe('the history in words', () => {
  const step = (grants: GrantStep['grants'], by = 'teller', basis?: string): GrantStep => ({ at: '2026-05-04T10:00:00Z', grants, by, ...(basis ? { basis } : {}) });
  it('says what each step gave and took, the newest first', () => {
    const lines = history_lines([step(['read', 'count'], 'source', 'contract'), step(['read']), step(['read', 'share']), step([])]);
    expect(lines.map((line) => line.what)).toEqual([
      'Withdrawn, all taken back: reading the words and showing outside', 'Allowed: showing outside', 'Taken back: counting in figures',
      'Allowed at first: reading the words and counting in figures',
    ]);
    expect(lines[0]!.who).toBe('by you');
    expect(lines[3]!.who).toBe('by the rule of the place where it was told (contract)');
  });
  it('says that nothing was allowed, and that nothing changed', () => {
    expect(history_lines([step([]), step([])]).map((line) => line.what)).toEqual(['Said again, nothing changed', 'Nothing allowed at first']);
    expect(grants_summary([])).toMatch(/withdrawn/);
    expect(grants_summary(['share', 'read'])).toBe('allowed: reading the words and showing outside');
  });
  it('says for whom what is withdrawn is kept', () => {
    expect(grants_summary([])).toBe('withdrawn: kept for you alone');
    expect(grants_summary([], 'by_you')).toBe('withdrawn: nobody reads it until whose it is comes for it');
    expect(grants_summary([], 'for_you')).not.toMatch(/you alone/);
    expect(grants_summary(['read'], 'by_you')).toBe('allowed: reading the words');
  });
  it('promises of being asked what there is: questions, and no invitations', () => {
    expect(purpose_words.contact.means).toMatch(/ask you about it/);
    expect(purpose_words.contact.means).not.toMatch(/invite/);
  });
});

describe('readings in words', () => {
  it('names who, how often, when and for what', () => {
    expect(reading_line(own().readings[0]!)).toMatch(/^member 3 · twice on .*2026.* · to read$/);
    expect(readings_summary([])).toBe('Nobody has read it yet');
    expect(readings_summary([own().readings[0]!, { ...own().readings[0]!, actor: 'key 1', times: 1 }])).toMatch(/^Read 3 times by 2 readers, last on/);
  });
});

describe('what is taken along', () => {
  const at = new Date('2026-06-01T00:00:00Z');
  it('is JSON that holds everything and says what it means', () => {
    const all = [own(), own()];
    const read = JSON.parse(as_json(all, 'https://one.example', at));
    expect(read.experiences).toEqual(all);
    expect(Object.keys(read.schema.properties.experiences.items.properties).sort()).toEqual([...Object.keys(own()), 'behalf'].sort());
  });
  it('is a page in which nothing told becomes markup or is fetched', () => {
    const page = as_html([own()], 'https://one.example', at);
    expect(page).toContain('They &lt;b&gt;waited&lt;/b&gt; &amp; &quot;left&quot;.');
    expect(page).not.toMatch(/<b>|<script|<link|src=|url\(/);
    expect(page).toContain('its words were let go');
    expect(page).toMatch(/member 3 · twice/);
  });
  it('holds questions and answers', () => {
    const questions = [{ number: 1, asked_at: '2026-05-05T10:00:00Z', by: 'steward' as const, question: 'How <long>?', state: 'answered' as const, ended_at: '2026-05-06T10:00:00Z', answer: 'An hour & more.' }];
    expect(JSON.parse(as_json([own({ questions })], 'https://one.example', at)).experiences[0].questions).toEqual(questions);
    const page = as_html([own({ questions })], 'https://one.example', at);
    expect(page).toMatch(/A steward asked on .*: How &lt;long&gt;\? You answered: An hour &amp; more\./);
  });
});

describe('the contact taken along', () => {
  const at = new Date('2026-06-01T00:00:00Z');
  it('stands in both files where it was left, and nowhere else', () => {
    const left = { offered: true, address: 'a&b@example.org', verified: '2026-05-04T10:00:00Z', waiting_until: '2026-05-05T10:00:00Z' };
    expect(JSON.parse(as_json([], 'https://one.example', at, left)).contact).toEqual({ address: 'a&b@example.org', verified: '2026-05-04T10:00:00Z' });
    expect(as_html([], 'https://one.example', at, left)).toContain('You can be reached at a&amp;b@example.org.');
    expect(JSON.parse(as_json([], 'https://one.example', at, { offered: true }))).not.toHaveProperty('contact');
    expect(as_html([], 'https://one.example', at)).not.toContain('reached');
  });
});

describe('a link out of a letter', () => {
  const link = `fhm_${'abcdefghijklmnopqrstuvwxyz234567'.repeat(2).slice(0, 52)}`;
  it('says what it is for', () => {
    expect(letter_in(`contact=${link}`)).toEqual({ what: 'contact', link });
    expect(letter_in(`back=${link}`)).toEqual({ what: 'back', link });
  });
  it('is nothing else, and no claim code', () => {
    for (const other of ['', 'main', link, code, `back=${code}`, `back=${link}a`, `else=${link}`, `back=${link.slice(1)}`]) expect(letter_in(other), other).toBeUndefined();
  });
  it('is asked for with an address', () => {
    for (const good of ['a@b.cd', ' ann.b+c@bücher.example ']) expect(is_address(good), good).toBe(true);
    for (const bad of ['', 'ann', 'a@b', 'a b@c.de', '@c.de', 'a@@c.de']) expect(is_address(bad), bad).toBe(false);
  });
});

describe('an amendment', () => {
  it('hands in all that was said, with the ratings on their own scale', () => {
    const one = { ...own().experience, unit: 'north', scale: '1..5', original: { felt: 2 }, signifiers: { mood: 'calm' }, subjects: [{ level: 'product' as const, name: 'lift' }], inferred: { lang: 'en' } };
    expect(draft_of(one, 'new')).toEqual({
      text: 'new', kind: 'story', told_at: '2026-05-04T10:00:00Z', unit: 'north', scale: '1..5', felt: 2,
      signifiers: { mood: 'calm' }, subject: [{ level: 'product', name: 'lift' }],
    });
    expect(draft_of(own().experience, 'new')).toMatchObject({ expected: 8, felt: 2 });
  });
});

describe('erasing', () => {
  it('says exactly what goes', () => {
    expect(what_goes([own()], false)).toHaveLength(4);
    expect(what_goes([own({ earlier: [], readings: [] })], false).join(' ')).not.toMatch(/earlier version|who read/);
    expect(what_goes([own(), own()], true)).toEqual([
      expect.stringMatching(/^All 2 experiences/), '2 earlier versions', expect.stringMatching(/who read them/), expect.stringMatching(/^Their place/), expect.stringMatching(/claim code/),
    ]);
    expect(what_goes([], true)).toEqual([]);
    expect(what_goes([own({ behalf: 'by_you' })], false).join(' ')).toMatch(/The code to hand over/);
    const questions = [{ number: 1, asked_at: '2026-05-05T10:00:00Z', by: 'steward' as const, question: 'How long?', state: 'open' as const }];
    expect(what_goes([own({ questions })], false).join(' ')).toMatch(/1 question you were asked about it/);
  });
  it('reads a receipt, and nothing else as one', () => {
    expect(statement_in('{"statement":"erased","at":"2026-05-04T10:00:00Z","experiences":["e7"],"earlier_versions":1,"bytes":"overwritten"}'))
      .toEqual({ at: '2026-05-04T10:00:00Z', experiences: ['e7'], earlier_versions: 1, overwritten: true });
    for (const other of ['', '{', 'null', '[]', '{"statement":"kept","experiences":[]}']) expect(statement_in(other)).toBeUndefined();
  });
  it('keeps the signed text in the file byte for byte', () => {
    const receipt = '{"statement":"erased","at":"\\u00e9 é"}';
    expect(JSON.parse(receipt_file({ receipt, signature: 's', key: 'k' }))).toEqual({ receipt, signature: 's', key: 'k' });
  });
});

describe('the QR code', () => {
  it('draws exactly the dark modules, four free ones round them', () => {
    const rows = [[true, true, false], [false, false, false], [true, false, true]];
    expect(dark_path(rows)).toBe('M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z');
  });
  it('holds a link in a square of a standard size with its three corners', async () => {
    const { side, path } = await square_of(`https://one.example/mine#${code}`);
    expect((side - 8 - 17) % 4).toBe(0);
    for (const [x, y] of [[4, 4], [side - 11, 4], [4, side - 11]]) expect(path).toContain(`M${x} ${y}h7v1h-7z`);
  });
});

describe('what waits to be taken', () => {
  it('says so in what is taken along', () => {
    const html = as_html([own({ behalf: 'by_you' }), own({ behalf: 'for_you' })], 'here', new Date(0));
    expect(html).toContain('Told by you for somebody else');
    expect(html).toContain('Told by somebody else for you');
    expect(as_html([own()], 'here', new Date(0))).not.toContain('Whose it is');
    expect(JSON.parse(as_json([own({ behalf: 'by_you' })], 'here', new Date(0))).experiences[0].behalf).toBe('by_you');
  });
  it('says whose word the first grants were', () => {
    const [line] = history_lines([{ at: '2026-05-04T10:00:00Z', grants: ['read'], by: 'who told it', basis: 'told by somebody else, not claimed yet' }]);
    expect(line?.who).toBe('by whoever told it for somebody else (told by somebody else, not claimed yet)');
  });
});

describe('an invitation in an address', () => {
  const secret = `fhi_${'abcdefghijklmnopqrstuvwxyz234567'.repeat(2).slice(0, 52)}`;
  it('is found where it is one', () => {
    expect(secret_in(`invitation=${secret}`)).toBe(secret);
    expect(secret_in(`invitation=${secret.toUpperCase()} \n`)).toBe(secret);
    for (const other of ['', 'main', secret, 'invitations=x', `fhc_${secret}`]) expect(secret_in(other)).toBeUndefined();
  });
});
