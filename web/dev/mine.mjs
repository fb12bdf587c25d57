// The mock server's side of /mine: claim codes, grants, amendments, signed receipts.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const people = new Map(); // a claim code's person
const owned = new Map(); // an experience's { person, grants, history, readings, earlier }

export function base32(bytes) {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => letters[parseInt(five.padEnd(5, '0'), 2)]).join('');
}
const new_code = (person) => {
  const code = `fhc_${base32(randomBytes(32))}`;
  people.set(code, person);
  return code;
};

export const person_of = (request) => people.get(/^Bearer (fhc_\w+)$/.exec(request.headers.authorization ?? '')?.[1]);
/** Whether it may be used so; what nobody owns may be read and counted. */
export const allows = (id, purpose) => (owned.get(id)?.grants ?? ['read', 'count']).includes(purpose);

/** Notes whose it is; gives a claim code where one is asked for. */
export function own(id, request, get) {
  const named = (get('grants') ?? 'read,count').split(',');
  const grants = named[0] === 'none' ? [] : named;
  const known = person_of(request);
  const person = known ?? {};
  owned.set(id, { person, grants, history: [{ at: new Date().toISOString(), grants, by: 'teller', basis: 'said when it was told' }], readings: [], earlier: [] });
  return !known && get('claim') === 'true' ? { claim_code: new_code(person) } : {};
}

export function note_reading(id, actor) {
  const notes = owned.get(id)?.readings;
  if (!notes) return;
  const [day, last] = [new Date().toISOString().slice(0, 10), new Date().toISOString()];
  const note = notes.find((one) => one.day === day && one.actor === actor);
  if (note) Object.assign(note, { times: note.times + 1, last });
  else notes.unshift({ day, actor, purpose: 'read', times: 1, last });
}

const view = (one) => {
  const { grants, history, readings, earlier } = owned.get(one.id);
  return { experience: one, grants, words: 'as_told', source: { source: 'tell', grants: ['read', 'count'], stated: false }, history, readings, earlier, questions: [] };
};

function erased(ids, all) {
  for (const id of ids) {
    all.splice(all.findIndex((one) => one.id === id), 1);
    owned.delete(id);
  }
  for (const [code, person] of people) if (![...owned.values()].some((one) => one.person === person)) people.delete(code);
  const receipt = JSON.stringify({
    statement: 'erased', at: new Date().toISOString(), experiences: ids, earlier_versions: 0, people: 0, sequence: 1,
    removed_from: ['record', 'index', 'readings', 'grants', 'claims', 'contacts'], bytes: 'overwritten', told_again: 'refused where the source named it by an id',
  });
  const key = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  return { receipt, signature: base32(sign(null, Buffer.from(receipt), privateKey)), key: base32(key) };
}

/** The answer to one request of a teller: [status, body]. */
export function answer(request, path, get, { body, all }) {
  if (path === '/v1/mine/lost') return [200, { offered: false }];
  const person = person_of(request);
  if (!person) return [401, { type: '/problems/denied', title: 'This is not yours to see', status: 401, detail: 'this claim code leads to nothing' }];
  const theirs = all.filter((one) => owned.get(one.id)?.person === person);
  const ids = body?.ids ?? theirs.map((one) => one.id);
  const receipts = (of) => ({ receipts: of.map((id) => ({ id, sequence: 1, status: 'amended' })) });
  const what = path.slice('/v1/mine'.length);
  if (what === '') return [200, { experiences: theirs.slice(Number(get('offset') ?? 0)).slice(0, Number(get('limit') ?? 100)).map(view) }];
  if (what === '/contact') return [200, { offered: false }];
  if (what === '/code/only') {
    const own = /^Bearer (fhc_\w+)$/.exec(request.headers.authorization)[1];
    for (const [code, whose] of people) if (whose === person && code !== own) people.delete(code);
    return [204, ''];
  }
  if (what === '/questions') return [200, { questions: [] }];
  if (what === '/figures') return [200, { figures: [], days: 90, questions_at_most: 200 }];
  if (what === '/code') return [201, { claim_code: new_code(person) }];
  if (what === '/consent') return [200, { '@context': 'https://w3id.org/dpv', '@type': 'dpv:ConsentRecord' }];
  if (what === '/erasure') return [200, erased(ids, all)];
  if (what === '/grants') {
    for (const id of ids) {
      const one = owned.get(id);
      one.grants = body.grants;
      one.history.push({ at: new Date().toISOString(), grants: body.grants, by: 'teller', basis: "the teller's own word" });
    }
    return [200, receipts(ids)];
  }
  if (what === '/join') {
    const other = people.get(body.claim_code);
    if (!other) return [404, { type: '/problems/not_found', title: 'Not found', status: 404, detail: 'this claim code leads to nothing', advice: 'Check it letter by letter.' }];
    const moved = [...owned].filter(([, one]) => one.person === other && other !== person).map(([id]) => id);
    for (const id of moved) owned.get(id).person = person;
    for (const [code, whose] of people) if (whose === other) people.set(code, person);
    return [200, receipts(moved)];
  }
  const one = theirs.find((each) => `/${each.id}/amendment` === what);
  if (!one) return [404, { type: '/problems/not_found', title: 'Not found', status: 404 }];
  const { earlier } = owned.get(one.id);
  earlier.push({ version: earlier.length + 1, text: one.text });
  if (get('old') === 'drop') for (const version of earlier) delete version.text;
  Object.assign(one, body, { version: earlier.length + 1 });
  return [200, receipts([one.id]).receipts[0]];
}
