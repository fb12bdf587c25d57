// What somebody told, to take along: JSON that explains itself, and a page to read without
// this one.
import { purposes, type OwnExperience } from '../api/mine.ts';
import type { Contact, Draft, Experience } from '../api/types.ts';
import { mark_in_words } from '../format/ratings.ts';
import { day, moment } from '../format/numbers.ts';
import { history_lines, purpose_words, reading_line, source_rule } from './in_words.ts';
import { asked_line, ended_line } from './questions_in_words.ts';

const text = (description: string) => ({ type: 'string', description });
const list = (description: string, items: object) => ({ type: 'array', description, items });
const thing = (properties: Record<string, object>) => ({ type: 'object', properties });
const purpose = { enum: [...purposes] };

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...thing({
    exported_at: text('When this file was made, RFC 3339.'),
    from: text('The installation it was told to.'),
    contact: {
      description: 'How you can be reached, where you left it. Nobody there sees it but you.',
      ...thing({ address: text('A mail address.'), verified: text('Since when it counts, RFC 3339.'), returned: text('When a code was last handed out by it, RFC 3339.') }),
    },
    experiences: list('Everything you told, the newest first.', thing({
      experience: {
        description: 'As it is now: your words in text, when it was lived and told, your ratings (expected and felt, 0 to 10), and all that was said with it. What was guessed stands under inferred.',
        ...thing({ id: text('Its number there.'), text: text('Your words, exactly.'), told_at: text('RFC 3339.') }),
      },
      behalf: { description: 'Where it waits to be taken: you told it for somebody else, or somebody told it for you. Not there where it is simply yours.', enum: ['by_you', 'for_you'] },
      grants: list('What it may be used for now.', purpose),
      words: { description: 'Whether members see names and addresses in it: as told, masked, or shown because you lifted the mask.', enum: ['as_told', 'masked', 'lifted'] },
      source: { description: 'What holds where it was told, for who says nothing else.', ...thing({ source: text('Its name.'), grants: list('What may be done.', purpose), stated: { type: 'boolean' }, basis: text('Why.') }) },
      history: list('Every change of that, the oldest first.', thing({ at: text('RFC 3339.'), grants: list('From then on.', purpose), by: text('Whose word it was.'), basis: text('Why.') })),
      readings: list('Who read your words.', thing({ day: text('On which day.'), actor: text('Who.'), purpose, times: { type: 'integer' }, last: text('RFC 3339.') })),
      questions: list('What you were asked about it, the newest first.', thing({ number: { type: 'integer' }, asked_at: text('RFC 3339.'), by: text('As what somebody asked.'), question: text('As it was asked.'), state: { enum: ['open', 'answered', 'declined', 'withdrawn'] }, ended_at: text('When you answered, declined or took it back.'), answer: text('Your answer, exactly.') })),
      earlier: list('What it said before you amended it; without text where you let the words go.', thing({ version: { type: 'integer' }, text: text('Your words then.') })),
    })),
  }),
};

/** What is theirs of it, without what is the installation's. */
function reached({ address, verified, returned }: Contact): object {
  return address ? { contact: { address, verified, ...(returned ? { returned } : {}) } } : {};
}

export function as_json(all: readonly OwnExperience[], from: string, at: Date, contact: Contact = { offered: false }): string {
  return `${JSON.stringify({ schema, exported_at: at.toISOString(), from, ...reached(contact), experiences: all }, null, 2)}\n`;
}

export function escaped(raw: string): string {
  return raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

// The file is opened outside this page: it brings its own look, and fetches nothing.
const look = `:root{color-scheme:light dark}body{max-width:42rem;margin:3rem auto;padding:0 1.25rem;font:16px/1.5 system-ui,sans-serif;color:#1f2328;background:#faf8f4}
h1{font:400 2rem/1.2 Georgia,serif}h2{font-size:1rem;margin:0}article{border-top:1px solid #c9c0b1;padding:1.5rem 0}
blockquote{margin:1rem 0;font:400 1.2rem/1.55 Georgia,serif;white-space:pre-wrap}.quiet,dt{color:#5b6168}dd{margin:0 0 .5rem}ul{margin:0;padding-left:1.2rem}
@media (prefers-color-scheme:dark){body{color:#e9e6e0;background:#16181b}article{border-color:#50555c}.quiet,dt{color:#a4a7ab}}`;

function rows_of(one: Experience): [string, string][] {
  const subjects = (one.subjects ?? []).map((subject): [string, string] => [subject.level, subject.name]);
  const known = (['kind', 'party', 'function', 'touchpoint', 'stage', 'channel', 'unit', 'lang'] as const)
    .flatMap((name): [string, string][] => (one[name] ? [[name, one[name]]] : []));
  const meanings = Object.entries(one.signifiers ?? {}).map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
  const rated: [string, string][] = one.expected === undefined && one.felt === undefined ? [] : [['ratings', mark_in_words(one.expected, one.felt)]];
  return [...rated, ...known, ...subjects, ...meanings];
}

function bullets(lines: readonly string[], otherwise: string): string {
  return lines.length === 0 ? escaped(otherwise) : `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
}

function article({ experience: one, behalf, grants, words, source, history, readings, earlier, questions }: OwnExperience): string {
  const allowed = purposes.filter((each) => grants.includes(each)).map((each) => purpose_words[each].name);
  const before = earlier.map((version) => `Version ${version.version}: ${version.text ?? 'its words were let go'}`);
  const rows: [string, string][] = [
    ...rows_of(one).map(([name, value]): [string, string] => [name, escaped(value)]),
    ...(behalf ? [['Whose it is', behalf === 'by_you' ? 'Told by you for somebody else, who has not taken it yet.' : 'Told by somebody else for you; you have not taken it yet.'] as [string, string]] : []),
    ['It may be used so', bullets(allowed, 'Withdrawn: for nothing.')],
    ['Where it was told', escaped(source_rule(source))],
    ...(words === 'as_told' ? [] : [['Names and addresses in it', words === 'masked' ? 'Masked to members.' : 'Shown to members: you lifted the mask.'] as [string, string]]),
    ['How that changed', bullets(history_lines(history).map((line) => `${line.when}: ${line.what}, ${line.who}`), 'Never.')],
    ['Who read it', bullets(readings.map(reading_line), 'Nobody.')],
    ...(questions.length > 0 ? [['What you were asked', bullets(questions.map((one) => `${asked_line(one)}: ${one.question} ${one.answer === undefined ? `(${ended_line(one)}.)` : `You answered: ${one.answer}`}`), '')] as [string, string]] : []),
    ...(before.length > 0 ? [['Before it was amended', bullets(before, '')] as [string, string]] : []),
  ];
  const lived = one.lived_at ? `Lived ${day(one.lived_at)}, told` : 'Told';
  return `<article><h2>${escaped(one.id)}</h2><p class="quiet">${escaped(`${lived} ${moment(one.told_at)}`)}</p>
<blockquote dir="auto">${escaped(one.text) || 'Told without words'}</blockquote>
<dl>${rows.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${value}</dd>`).join('\n')}</dl></article>`;
}

export function as_html(all: readonly OwnExperience[], from: string, at: Date, contact: Contact = { offered: false }): string {
  const left = contact.address ? `<p class="quiet">${escaped(`You can be reached at ${contact.address}.`)}</p>\n` : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>What I told</title><style>${look}</style></head>
<body><h1>What I told</h1><p class="quiet">${escaped(`At ${from}, as it was on ${moment(at.toISOString())}.`)}</p>
${left}${all.map(article).join('\n')}</body></html>
`;
}

/** The whole of an experience as its teller would hand it in: an amendment replaces all of it. */
export function draft_of(one: Experience, words: string): Draft {
  const draft: Draft = { text: words, kind: one.kind, told_at: one.told_at };
  for (const name of ['lived_at', 'party', 'function', 'touchpoint', 'stage', 'channel', 'unit', 'lang', 'scale'] as const) {
    if (one[name] !== undefined) Object.assign(draft, { [name]: one[name] });
  }
  for (const name of ['expected', 'felt'] as const) {
    const said = one.original ? one.original[name] : one[name];
    if (said !== undefined) draft[name] = said;
  }
  if (one.subjects?.length) draft.subject = one.subjects;
  if (one.signifiers) draft.signifiers = one.signifiers;
  return draft;
}
