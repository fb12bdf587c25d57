// The settings while they are being typed, and back.
import { parties, type Party } from '../api/keeping.ts';
import type { GroupSettings } from '../api/types.ts';
import { party_words } from './in_words.ts';

/** Numbers as they stand in their fields. */
export interface Draft {
  parties: Record<Party, string>;
  columns: Record<string, string>;
  noise: boolean;
  masked: GroupSettings['masked'];
}

const threshold_max = 1000;

export function draft_of({ parties: set, columns, noise, masked }: GroupSettings): Draft {
  const texts = (some: Record<string, number>) => Object.fromEntries(Object.entries(some).map(([name, n]) => [name, String(n)]));
  const of_party = Object.fromEntries(parties.map((one) => [one, String(set[one] ?? 0)])) as Record<Party, string>;
  return { parties: of_party, columns: texts(columns), noise, masked };
}

type Fields = readonly (keyof Draft)[];

export function picked(draft: Draft, fields: Fields): Partial<Draft> {
  return Object.fromEntries(fields.map((one) => [one, draft[one]]));
}

export function differs(one: Draft, other: Draft, fields: Fields): boolean {
  return fields.some((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]));
}

/** A threshold in a field: 0 for none, where there may be none, else from 2 up. */
function threshold_in(text: string, may_be_none: boolean): number | undefined {
  if (!/^\d{1,4}$/.test(text.trim())) return undefined;
  const n = Number(text);
  return (n === 0 && may_be_none) || (n >= 2 && n <= threshold_max) ? n : undefined;
}

export function settings_in(draft: Draft): { settings: GroupSettings } | { wrong: string } {
  const set: Record<string, number> = {};
  for (const one of parties) {
    const may_be_none = one !== 'employee';
    const n = threshold_in(draft.parties[one], may_be_none);
    if (n === undefined) return { wrong: `${party_words[one]}: a whole number from 2 to ${threshold_max}${may_be_none ? ', or 0 for not guarded' : ''}.` };
    if (n > 0) set[one] = n;
  }
  const columns: Record<string, number> = {};
  for (const [name, text] of Object.entries(draft.columns)) {
    const n = threshold_in(text, false);
    if (n === undefined) return { wrong: `${name}: a whole number from 2 to ${threshold_max}.` };
    columns[name] = n;
  }
  return { settings: { parties: set, columns, noise: draft.noise, masked: draft.masked } };
}
