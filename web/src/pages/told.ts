// What somebody is telling, kept in this tab until it is sent, and what went wrong with sending.
import type { Purpose } from '../api/mine.ts';
import type { Draft, Problem } from '../api/types.ts';
import { sentence } from '../format/numbers.ts';
import { usual_grants } from '../parts/Grants.tsx';

export type Kind = NonNullable<Draft['kind']>;
export type Party = NonNullable<Draft['party']> | '';

export interface Told {
  text: string;
  lived_at: string;
  touchpoint: string;
  kind: Kind;
  party: Party;
  expected: number | undefined;
  felt: number | undefined;
  grants: readonly Purpose[];
  behalf: boolean;
  /** Under which an invited telling is sent, so that sending it again is the same one. */
  once: string;
}

const blank: Told = { text: '', lived_at: '', touchpoint: '', kind: 'story', party: '', expected: undefined, felt: undefined, grants: usual_grants, behalf: false, once: '' };
const key = 'firsthand.told';

export function kept(): Told {
  try {
    return { ...blank, ...(JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<Told>) };
  } catch {
    return blank;
  }
}

export function keep(told: Told | undefined): void {
  try {
    if (told) sessionStorage.setItem(key, JSON.stringify(told));
    else sessionStorage.removeItem(key);
  } catch {
    // Without storage the words live as long as the page.
  }
}

/** A name of its own for one telling, also where a page may not ask the browser for a UUID. */
export function new_once(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// What the invitation says comes with it: it takes the place of whatever stands here.
export function draft_of(told: Told, invited: boolean): Draft {
  const draft: Draft = { text: told.text, source: 'tell', kind: told.kind };
  if (invited) draft.source_id = told.once;
  if (told.lived_at) draft.lived_at = told.lived_at;
  if (told.touchpoint.trim()) draft.touchpoint = told.touchpoint.trim();
  if (told.party) draft.party = told.party;
  if (told.expected !== undefined) draft.expected = told.expected;
  if (told.felt !== undefined) draft.felt = told.felt;
  return draft;
}

/** It was sent with a claim code that has ended since: without one it would have been taken. */
export const code_has_ended = ({ status }: Problem, held: boolean): boolean => held && status === 401;

export function problem_words(problem: Problem, held: boolean): string {
  if (problem.status === 0) return 'It could not be sent: there is no connection. Your words are still here; try again in a moment.';
  if (code_has_ended(problem, held)) {
    return 'It was not taken: the claim code that you are here with leads to nothing any more. Your words are still here. Tell it without that code, and you get a new one; or come in with the one you have now, and then send it.';
  }
  return `It was not taken: ${sentence(problem.detail ?? problem.title)} ${problem.advice ? sentence(problem.advice) : ''} Your words are still here.`;
}
