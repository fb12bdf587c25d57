import { describe, expect, test } from 'vitest';
import type { GroupSettings, Key, Member } from '../api/types.ts';
import { rights } from '../api/keeping.ts';
import { may_keep } from '../state/session.ts';
import { address_for, ask_in } from './audit_address.ts';
import { actor_in_words, deed_in_words, expiry_in, key_line, key_state, grant_words, member_line, names_of, right_words, role_words } from './in_words.ts';
import { differs, draft_of, picked, settings_in } from './settings.ts';

const settings: GroupSettings = { parties: { employee: 5 }, columns: { unit: 10 }, noise: false, masked: { parties: [], sources: ['shop'] } };

describe('settings', () => {
  test('come back from their fields as they went in', () => {
    expect(settings_in(draft_of(settings))).toEqual({ settings });
  });
  test.each([['1'], ['0'], [''], ['5.5'], ['-3'], ['1001'], ['many']])('employees are guarded by a group, not by "%s"', (employee) => {
    const draft = draft_of(settings);
    expect(settings_in({ ...draft, parties: { ...draft.parties, employee } })).toHaveProperty('wrong', expect.stringContaining('Employees'));
  });
  test('differ in the fields that are looked at', () => {
    const [one, other] = [draft_of(settings), draft_of({ ...settings, noise: true })];
    expect(differs(one, other, ['noise'])).toBe(true);
    expect(differs(one, other, ['parties', 'columns', 'masked'])).toBe(false);
    expect(picked(other, ['noise'])).toEqual({ noise: true });
  });
  test('another party may be open, a column has to say how many', () => {
    const draft = draft_of(settings);
    expect(settings_in({ ...draft, parties: { ...draft.parties, customer: '3' } })).toEqual({ settings: { ...settings, parties: { employee: 5, customer: 3 } } });
    expect(settings_in({ ...draft, columns: { unit: '0' } })).toHaveProperty('wrong', expect.stringContaining('unit'));
  });
});

describe('the audit', () => {
  test('is asked for what stands in the address', () => {
    expect(ask_in('?who=member+4&what=erase&from=100')).toMatchObject({ actor: 'member 4', action: 'erase', offset: 100 });
    for (const odd of ['', '?from=-1', '?from=x', '?from=1e99']) expect(ask_in(odd).offset).toBe(0);
  });
  test('has an address for each page', () => {
    expect(address_for({ actor: 'member 4', action: '', offset: 50 })).toBe('/audit?who=member+4&from=50');
    expect(address_for({ actor: '', action: '', offset: 0 })).toBe('/audit');
  });
  test('names who did it, and deeds it does not know', () => {
    const names = names_of([{ number: 4, name: 'Ann' } as Member], [{ number: 4, name: 'till' } as Key]);
    expect(actor_in_words('member 4', names)).toBe('Ann (member 4)');
    expect(actor_in_words('key 4', names)).toBe('till (key 4)');
    expect(actor_in_words('member 9', names)).toBe('member 9');
    expect(actor_in_words('cli', names)).toBe('the command line');
    expect(deed_in_words('settings')).toBe('changed the settings');
    expect(deed_in_words('some_new_deed')).toBe('some new deed');
  });
});

describe('members and keys', () => {
  const now = new Date('2026-06-01T00:00:00Z');
  const key: Key = { number: 1, name: 'till', rights: ['tell', 'count'], created: '2026-05-01T00:00:00Z' };
  test('a key is good, past or revoked', () => {
    expect(key_state(key, now)).toBe('good');
    expect(key_state({ ...key, expires: '2026-05-31T00:00:00Z' }, now)).toBe('past');
    expect(key_state({ ...key, expires: '2026-05-31T00:00:00Z', revoked: '2026-05-02T00:00:00Z' }, now)).toBe('revoked');
    expect(key_line(key, now)).toBe('tell, count · without end · never used');
  });
  test('a key ends when it is said to', () => {
    expect(expiry_in('30', now)).toEqual({ expires: '2026-07-01T00:00:00.000Z' });
    expect(expiry_in('', now)).toEqual({});
  });
  test('a member is told with what they see', () => {
    const ann: Member = { number: 1, name: 'Ann', role: 'listener', created: '2026-05-01T00:00:00Z' };
    expect(member_line(ann)).toMatch(/^listener · sees everything · since /);
    expect(member_line({ ...ann, scope: 'unit:north', disabled: '2026-05-02T00:00:00Z' })).toMatch(/^listener · sees unit:north · removed /);
  });
  test('every right is offered in words', () => {
    expect(rights).toHaveLength(9);
    for (const right of rights) expect(right_words[right]).not.toBe('');
  });
  test('who invites is who administers', () => {
    expect(role_words.steward).not.toMatch(/invite/);
    expect(grant_words.contact.means).not.toMatch(/invite/);
    expect(role_words.keeper).toMatch(/invites/);
    for (const what of ['members', 'keys', 'invitations', 'timers', 'settings']) expect(right_words.administer).toContain(what);
  });
  test('what timers and requests do is told in words', () => {
    expect(deed_in_words('set_retention')).toBe('set a timer');
    expect(deed_in_words('complete_request')).toBe('completed a request');
    expect(actor_in_words('retention', new Map())).toBe('a timer');
  });
  test('only a keeper of a whole view keeps', () => {
    const all = ['tell', 'count', 'read', 'contact', 'export', 'erase', 'audit', 'administer'] as const;
    expect(may_keep({ who: 'member', rights: [...all] })).toBe(true);
    expect(may_keep({ who: 'member', rights: [...all], scope: 'unit:north' })).toBe(false);
    expect(may_keep({ who: 'member', rights: ['tell', 'count', 'read'] })).toBe(false);
  });
});
