// Roles, rights, parties and deeds, as people say them.
import type { Party, Right, Role } from '../api/keeping.ts';
import type { Purpose } from '../api/mine.ts';
import type { Key, Member } from '../api/types.ts';
import { day } from '../format/numbers.ts';
import { purpose_words, type PurposeWords } from '../mine/in_words.ts';

export const role_words: Record<Role, string> = {
  listener: 'reads the words, sees the figures, tells',
  steward: 'also asks tellers about what they told, where they allow it',
  keeper: 'may everything: also lets others in, invites people to tell, and sets what holds for all',
};

export const right_words: Record<Right, string> = {
  tell: 'tell and import',
  count: 'see figures',
  read: 'read words',
  contact: 'ask tellers about what it may read',
  export: 'take many away at once',
  erase: 'erase what a person asks the organisation to',
  audit: 'see who did what',
  administer: 'members, keys, invitations, timers, settings, backups',
  request: 'hand in what people ask of the organisation',
};

/** The purposes, said of those who tell. */
export const grant_words: Record<Purpose, PurposeWords> = {
  ...purpose_words,
  contact: { name: 'They may be asked again', means: 'Stewards and keepers who may read it may ask them about it; they answer if they like.' },
  share: { name: 'It may be shown outside', means: 'Their words may be quoted beyond the organisation.' },
};

export const party_words: Record<Party, string> = { employee: 'Employees', customer: 'Customers', partner: 'Partners', other: 'Others' };

const deeds: Record<string, string> = {
  tell: 'told', amend: 'amended', erase: 'erased', grant: 'granted otherwise', join: 'joined claim codes',
  drop_versions: 'let old words go', lift_masking: 'had words shown whole', mask_again: 'had words masked again',
  sign_in: 'signed in', sign_out: 'signed out', make_link: 'made a sign-in link', add_member: 'added a member',
  change_member: 'changed a member', add_key: 'made a key', revoke_key: 'revoked a key',
  settings: 'changed the settings', source_grants: 'set what a source grants', backup: 'had a backup made',
  set_retention: 'set a timer', remove_retention: 'removed a timer',
  request: 'handed in a request', begin_request: 'began a request', complete_request: 'completed a request',
  cancel_request: 'cancelled a request', request_result: 'fetched what a person asked for',
  request_wait: 'set how long erasures wait',
  leave_contact: 'left a contact', remove_contact: 'removed a contact', code_anew: 'had a code sent anew',
  revoke_codes: 'made other codes useless',
  invite: 'made invitations', end_invitations: 'ended invitations',
  claim: 'took what was told for them', disown: 'gave back what was told for them',
  ask_teller: 'asked a teller', answer_question: 'answered a question', decline_question: 'declined a question', withdraw_answer: 'took an answer back',
};
export const known_deeds: readonly string[] = Object.keys(deeds);

/** A deed that a later program knows stands there by its own name. */
export function deed_in_words(action: string): string {
  return deeds[action] ?? action.replaceAll('_', ' ');
}

const ways_in: Record<string, string> = {
  cli: 'the command line', import: 'an import', api: 'someone on this machine', host: 'someone on this machine', teller: 'a teller', public: 'nobody known', example: 'the example',
  retention: 'a timer', 'erasure log': 'the log of erasures, at a start',
};

/** "member 4" by the name they have now. */
export function actor_in_words(actor: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(actor);
  return name ? `${name} (${actor})` : ways_in[actor] ?? actor;
}

export function names_of(members: readonly Member[], keys: readonly Key[]): Map<string, string> {
  return new Map([
    ...members.map((one): [string, string] => [`member ${one.number}`, one.name]),
    ...keys.map((one): [string, string] => [`key ${one.number}`, one.name]),
  ]);
}

export function member_line(member: Member): string {
  const sees = member.scope ? `sees ${member.scope}` : 'sees everything';
  return `${member.role} · ${sees} · ${member.disabled ? `removed ${day(member.disabled)}` : `since ${day(member.created)}`}`;
}

export type KeyState = 'good' | 'past' | 'revoked';

export function key_state(key: Key, now: Date): KeyState {
  if (key.revoked) return 'revoked';
  return key.expires && new Date(key.expires) <= now ? 'past' : 'good';
}

const day_ms = 86_400_000;

/** From when on a key opens nothing; nothing: it has no end. */
export function expiry_in(days: string, now: Date): { expires?: string } {
  return days ? { expires: new Date(now.getTime() + Number(days) * day_ms).toISOString() } : {};
}

export function key_line(key: Key, now: Date): string {
  const state = key_state(key, now);
  const until = { good: key.expires ? `until ${day(key.expires)}` : 'without end', past: `past since ${day(key.expires ?? '')}`, revoked: `revoked ${day(key.revoked ?? '')}` }[state];
  const used = key.last_used ? `last used ${day(key.last_used)}` : 'never used';
  return [key.rights.join(', '), key.scope ? `sees ${key.scope}` : '', until, used].filter(Boolean).join(' · ');
}
