// What was allowed, who read, what was erased: as sentences for whoever told it.
import type { GrantStep, OwnExperience, Purpose, ReadingNote } from '../api/mine.ts';
import { purposes } from '../api/mine.ts';
import type { Source } from '../api/types.ts';
import { counted, day, moment } from '../format/numbers.ts';

export interface PurposeWords {
  name: string;
  means: string;
}

export const purpose_words: Record<Purpose, PurposeWords> = {
  read: { name: 'Members read the words', means: 'Those who work here with what people tell can find and read it.' },
  count: { name: 'It counts in figures', means: 'It is one of the many behind a number; nobody reads it for that.' },
  contact: { name: 'I may be asked again', means: 'Some of those who read it may ask you about it. You find the question when you come back, and answer if you like.' },
  share: { name: 'It may be shown outside', means: 'Your words may be quoted beyond the organisation.' },
};

const short: Record<Purpose, string> = {
  read: 'reading the words', count: 'counting in figures', contact: 'asking again', share: 'showing outside',
};

const lists = new Intl.ListFormat('en', { type: 'conjunction' });
const named = (some: readonly Purpose[]): string => lists.format(some.map((one) => short[one]));
const without = (some: readonly Purpose[], others: readonly Purpose[]): Purpose[] =>
  purposes.filter((one) => some.includes(one) && !others.includes(one));

function whose(by: string): string {
  if (by === 'teller') return 'you';
  if (by === 'who told it') return 'whoever told it for somebody else';
  if (by === 'erasure log') return 'what you had taken back';
  return by === 'source' ? 'the rule of the place where it was told' : by;
}

/** What one step changed: "Taken back: counting in figures". */
function change_of(step: GrantStep, before: GrantStep | undefined): string {
  if (!before) return step.grants.length === 0 ? 'Nothing allowed at first' : `Allowed at first: ${named(step.grants)}`;
  const [given, taken] = [without(step.grants, before.grants), without(before.grants, step.grants)];
  if (given.length === 0 && taken.length === 0) return 'Said again, nothing changed';
  const parts = [];
  if (taken.length > 0) parts.push(step.grants.length === 0 ? `withdrawn, all taken back: ${named(taken)}` : `taken back: ${named(taken)}`);
  if (given.length > 0) parts.push(`allowed: ${named(given)}`);
  const line = parts.join('; ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}

export interface HistoryLine {
  at: string;
  when: string;
  what: string;
  who: string;
}

/** The history of what was allowed, the newest first. */
export function history_lines(history: readonly GrantStep[]): HistoryLine[] {
  return history
    .map((step, i) => ({
      at: step.at,
      when: moment(step.at),
      what: change_of(step, history[i - 1]),
      who: `by ${whose(step.by)}${step.basis && step.by !== 'teller' ? ` (${step.basis})` : ''}`,
    }))
    .reverse();
}

const for_what: Record<Purpose, string> = { read: 'to read', count: 'for figures', contact: 'to ask again', share: 'to show outside' };

function times_in_words(times: number): string {
  if (times === 1) return 'once';
  return times === 2 ? 'twice' : counted(times, 'time');
}

function reader(actor: string): string {
  return actor === 'host' ? 'someone at the machine itself' : actor;
}

/** "member 3 · twice on 4 May 2026 · to read". */
export function reading_line(note: ReadingNote): string {
  return `${reader(note.actor)} · ${times_in_words(note.times)} on ${day(note.day)} · ${for_what[note.purpose]}`;
}

export function readings_summary(readings: readonly ReadingNote[]): string {
  if (readings.length === 0) return 'Nobody has read it yet';
  const times = readings.reduce((sum, note) => sum + note.times, 0);
  const who = new Set(readings.map((note) => note.actor)).size;
  return `Read ${times_in_words(times)}${who > 1 ? ` by ${who} readers` : ''}, last on ${day(readings[0]!.day)}`;
}

/** What the place where it was told lets be done, for who says nothing else. */
export function source_rule({ source, grants, stated, basis }: Source): string {
  const place = source === 'tell' ? 'on this page' : source ? `at “${source}”` : 'there';
  const rule = grants.length === 0 ? 'nothing is allowed' : `this is allowed: ${named(purposes.filter((one) => grants.includes(one)))}`;
  return `For whoever tells ${place} and says nothing else, ${rule}${stated ? '' : ', as is usual here'}${basis ? ` (${basis})` : ''}.`;
}

/** For whom what is withdrawn is kept: what waits to be taken is not its teller's. */
const kept_for: Record<NonNullable<OwnExperience['behalf']>, string> = {
  by_you: 'withdrawn: nobody reads it until whose it is comes for it', for_you: 'withdrawn: nobody here reads it',
};

export function grants_summary(grants: readonly Purpose[], behalf?: OwnExperience['behalf']): string {
  if (grants.length === 0 && behalf) return kept_for[behalf];
  return grants.length === 0 ? 'withdrawn: kept for you alone' : `allowed: ${named(purposes.filter((one) => grants.includes(one)))}`;
}

export interface Statement {
  at: string;
  experiences: string[];
  earlier_versions: number;
  overwritten: boolean;
}

/** What a receipt states; nothing where it states something else than an erasure. */
export function statement_in(receipt: string): Statement | undefined {
  try {
    const said = JSON.parse(receipt) as Record<string, unknown>;
    if (said['statement'] !== 'erased' || !Array.isArray(said['experiences'])) return undefined;
    return {
      at: String(said['at']),
      experiences: said['experiences'].map(String),
      earlier_versions: Number(said['earlier_versions'] ?? 0),
      overwritten: said['bytes'] === 'overwritten',
    };
  } catch {
    return undefined;
  }
}
