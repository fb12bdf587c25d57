// Serves web/dist and a small made-up landscape, so that the pages can be worked on
// without the program: node dev/mock.mjs [--port N] [--count N]
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parse, values_of, highlights, Wrong } from './ask.mjs';
import { made } from './experiences.mjs';
import { allows, answer as answer_teller, note_reading, own } from './mine.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const all = made(option('count', 900));
const streams = new Set();
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };
const policy = "default-src 'self'; style-src 'self'; script-src 'self'; frame-ancestors 'none'";

function distribution(numbers, low) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const n = sorted.length;
  const bins = Array.from({ length: 11 - low }, (_, i) => ({ from: low + i, count: numbers.filter((v) => Math.floor(v) === low + i).length }));
  if (n === 0) return { count: 0, mean: null, sd: null, q25: null, median: null, q75: null, bins };
  const rank = (p) => sorted[Math.max(0, Math.ceil(p * n) - 1)];
  const mean = numbers.reduce((a, b) => a + b, 0) / n;
  const sd = Math.sqrt(numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / n);
  return { count: n, mean, sd, q25: rank(0.25), median: rank(0.5), q75: rank(0.75), bins };
}
const ratings = (list) => Object.fromEntries(
  [['expected', 0], ['felt', 0], ['gap', -10]].map(([name, low]) => [name, distribution(list.map((one) => one[name]).filter((v) => v !== undefined), low)]),
);
const people = (list) => new Set(list.map((one) => one.person).filter(Boolean)).size;

function facet(column, list, limit) {
  const groups = new Map();
  let with_value = 0;
  for (const one of list) {
    const values = values_of(one, column);
    if (values.length) ++with_value;
    for (const value of values) groups.set(value, [...(groups.get(value) ?? []), one]);
  }
  const values = [...groups].map(([value, of]) => ({ value: String(value), experiences: of.length, people: people(of), ratings: ratings(of) }));
  values.sort((a, b) => b.experiences - a.experiences || a.value.localeCompare(b.value));
  return { column, label: column, distinct: groups.size, with_value, without_value: list.length - with_value, values: values.slice(0, limit) };
}

function histogram(list) {
  if (!list.length) return { step: 'month', buckets: [] };
  const dates = list.map((one) => one.lived_at ?? one.told_at.slice(0, 10)).sort();
  const span = (Date.parse(dates.at(-1)) - Date.parse(dates[0])) / 86400000;
  const step = span > 400 ? 'month' : span > 90 ? 'week' : 'day';
  const start = (date) => {
    if (step === 'month') return `${date.slice(0, 7)}-01`;
    const ms = Date.parse(date);
    return new Date(step === 'day' ? ms : ms - ((new Date(ms).getUTCDay() + 6) % 7) * 86400000).toISOString().slice(0, 10);
  };
  const counts = new Map();
  for (const date of dates) counts.set(start(date), (counts.get(start(date)) ?? 0) + 1);
  const buckets = [];
  for (let at = start(dates[0]); at <= dates.at(-1); ) {
    buckets.push({ start: at, experiences: counts.get(at) ?? 0 });
    const next = new Date(at);
    if (step === 'month') next.setUTCMonth(next.getUTCMonth() + 1);
    else next.setUTCDate(next.getUTCDate() + (step === 'week' ? 7 : 1));
    at = next.toISOString().slice(0, 10);
  }
  return { step, buckets };
}

function telling(list, n) {
  const common = new Set('the a an of and or to in on i it is was that they he she we my me at for no not had have with by be as so from one there which after who every what all this said do did'.split(' '));
  const count = (of) => {
    const counts = new Map();
    for (const one of of) for (const word of new Set(one.text.toLowerCase().match(/\p{L}{3,}/gu))) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  };
  const base = count(all);
  return [...count(list)].filter(([word]) => !common.has(word))
    .map(([word, k]) => ({ word, experiences: k, of_all: base.get(word), inferred: true, z: (k / list.length - base.get(word) / all.length) * Math.sqrt(k) }))
    .sort((a, b) => b.z - a.z).slice(0, n);
}

const orders = {
  newest: (a, b) => b.lived_at.localeCompare(a.lived_at), oldest: (a, b) => a.lived_at.localeCompare(b.lived_at),
  felt_low: (a, b) => (a.felt ?? 99) - (b.felt ?? 99), felt_high: (a, b) => (b.felt ?? -99) - (a.felt ?? -99),
  gap_low: (a, b) => (a.gap ?? 99) - (b.gap ?? 99), gap_high: (a, b) => (b.gap ?? -99) - (a.gap ?? -99),
};

function search(get) {
  const { test, marked } = parse(get('q') ?? '', get('match'));
  const list = all.filter((one) => allows(one.id, 'count') && test(one));
  const ordered = orders[get('sort')] ? list.toSorted(orders[get('sort')]) : list;
  const [offset, limit] = [Number(get('offset') ?? 0), Number(get('limit') ?? 10)];
  const answer = { facets: [], telling_words: [], telling_sample: 0, total: list.length, as_of: all.length, landscape: all.length, took_us: 900 };
  answer.hits = ordered.slice(offset, offset + limit).map((one) => ({ ...one, score: 1, highlights: highlights(one.text, marked) }));
  if (get('facets')) answer.facets = get('facets').split(',').map((column) => facet(column, list, Number(get('facet_limit') ?? 10)));
  if (get('ratings')) answer.ratings = ratings(list);
  if (get('histogram')) answer.histogram = histogram(list);
  if (get('people')) Object.assign(answer, { people: people(list), without_person: list.filter((one) => !one.person).length });
  if (get('telling_words')) Object.assign(answer, { telling_words: list.length < all.length ? telling(list, Number(get('telling_words'))) : [], telling_sample: list.length });
  return answer;
}

function columns() {
  const names = ['source', 'kind', 'party', 'touchpoint', 'stage', 'channel', 'unit', 'lang', 'organisation', 'mood'];
  return { columns: all.length ? names.map((column) => ({ column, label: column === 'mood' ? 'Mood' : column, own: column !== 'mood', keywords: all.filter((one) => values_of(one, column).length).length, numbers: 0, times: 0 })) : [] };
}

function say(reply, status, body, type = 'application/json') {
  const bytes = gzipSync(JSON.stringify(body));
  reply.writeHead(status, { 'content-type': type, 'content-encoding': 'gzip' }).end(bytes);
}
const refuse = (reply, status, title, more = {}) => say(reply, status, { type: 'about:blank', title, status, ...more }, 'application/problem+json');

const whoever = { who: 'host', rights: ['tell', 'count', 'read', 'contact', 'export', 'erase', 'audit', 'administer'] };

async function body_of(request) {
  let text = '';
  for await (const part of request) text += part;
  return text ? JSON.parse(text) : undefined;
}

async function mine(request, reply, { pathname: path, searchParams }) {
  const body = await body_of(request);
  const [status, said] = answer_teller(request, path, (name) => searchParams.get(name), { body, all });
  say(reply, status, said, status < 400 ? 'application/json' : 'application/problem+json');
}

let last_id = all.length;

async function tell(request, reply, get) {
  const draft = await body_of(request);
  const id = `e${++last_id}`;
  const one = { version: 1, lived_at: new Date().toISOString().slice(0, 10), kind: 'story', lang: 'en', ...draft, id, told_at: new Date().toISOString() };
  if (one.expected !== undefined && one.felt !== undefined) one.gap = one.felt - one.expected;
  all.unshift(one);
  for (const stream of streams) stream.write(`event: change\ndata: ${JSON.stringify({ as_of: all.length, total: all.length })}\n\n`);
  say(reply, 201, { id, sequence: all.length, status: 'told', ...own(id, request, get) });
}

function live(request, reply) {
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
  reply.write(`event: change\ndata: ${JSON.stringify({ as_of: all.length, total: all.length })}\n\n`);
  streams.add(reply);
  request.on('close', () => streams.delete(reply));
}

function page(path, reply) {
  const file = join(dist, normalize(path));
  const found = path !== '/' && file.startsWith(dist) && existsSync(file) ? file : join(dist, 'index.html');
  const type = types[extname(found)] ?? 'application/octet-stream';
  reply.writeHead(200, { 'content-type': type, 'content-security-policy': policy, 'content-encoding': 'gzip' });
  reply.end(gzipSync(readFileSync(found)));
}

const server = createServer((request, reply) => {
  const { pathname: path, searchParams } = new URL(request.url, 'http://mock');
  const last = decodeURIComponent(path.split('/')[3] ?? '');
  try {
    if (path === '/v1/search') return say(reply, 200, search((name) => searchParams.get(name)));
    if (path === '/v1/session') return say(reply, 200, whoever);
    if (path === '/v1/columns') return say(reply, 200, columns());
    if (path === '/v1/live') return live(request, reply);
    if (path === '/v1/experiences' && request.method === 'POST') return void tell(request, reply, (name) => searchParams.get(name));
    if (path === '/v1/mine' || path.startsWith('/v1/mine/')) return void mine(request, reply, { pathname: path, searchParams });
    if (path.startsWith('/v1/people/')) return say(reply, 200, { experiences: all.filter((one) => one.person === last) });
    if (/^\/v1\/experiences\/[^/]+\/questions$/.test(path)) return say(reply, 200, { questions: [], asking: 'not_yours' });
    if (path.startsWith('/v1/experiences/')) {
      const one = all.find((each) => each.id === last && allows(last, 'read'));
      note_reading(last, 'member 3');
      return one ? say(reply, 200, one) : refuse(reply, 404, 'There is no such experience');
    }
    if (path.startsWith('/v1/')) return refuse(reply, 404, 'There is no such path');
    return page(path, reply);
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const position = Buffer.byteLength((searchParams.get('q') ?? '').slice(0, error.at));
    return refuse(reply, 400, 'The query is not understood', { detail: error.message, advice: error.advice, field: 'q', position });
  }
});
server.listen(option('port', 8481), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
