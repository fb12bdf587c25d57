// What keepers ask for and set: who may come in, what was done, what holds for all.
import { ask } from './client.ts';
import type { Audit, AuditFindings, GroupSettings, InvitationBatch, InvitationBatches, Key, Keys, MadeInvitations, MadeKey, MadeMember, Member, MemberChange, Members, NewInvitations, NewKey, NewMember, SignInLink, Source, SourceAsk, Sources } from './types.ts';

export type Role = Member['role'];
export type Right = Key['rights'][number];
export type Party = GroupSettings['masked']['parties'][number];

export const roles: readonly Role[] = ['listener', 'steward', 'keeper'];
const every_right: Record<Right, true> = {
  tell: true, count: true, read: true, contact: true, export: true, erase: true, audit: true, administer: true, request: true,
};
/** In the order in which they are offered; a right that is new must be named here. */
export const rights = Object.keys(every_right) as readonly Right[];
export const parties: readonly Party[] = ['employee', 'customer', 'partner', 'other'];

export async function members(signal?: AbortSignal): Promise<Member[]> {
  return (await ask<Members>('/v1/members', { signal })).members;
}

/** With a link to hand to them. */
export function add_member(member: NewMember): Promise<MadeMember> {
  return ask('/v1/members?link=true', { body: member });
}

export function change_member(number: number, change: MemberChange): Promise<Member> {
  return ask(`/v1/members/${number}`, { method: 'PATCH', body: change });
}

export function make_link(number: number): Promise<SignInLink> {
  return ask(`/v1/members/${number}/link`, { method: 'POST' });
}

export async function keys(signal?: AbortSignal): Promise<Key[]> {
  return (await ask<Keys>('/v1/keys', { signal })).keys;
}

export function add_key(key: NewKey): Promise<MadeKey> {
  return ask('/v1/keys', { body: key });
}

export function revoke_key(number: number): Promise<void> {
  return ask(`/v1/keys/${number}`, { method: 'DELETE' });
}

export interface AuditAsk {
  limit: number;
  offset: number;
  actor: string;
  action: string;
}

export function audit({ limit, offset, actor, action }: AuditAsk, signal?: AbortSignal): Promise<Audit> {
  const parameters = new URLSearchParams({ limit: String(limit), offset: String(offset) });
  if (actor) parameters.set('actor', actor);
  if (action) parameters.set('action', action);
  return ask(`/v1/audit?${parameters}`, { signal });
}

export function verify_audit(signal?: AbortSignal): Promise<AuditFindings> {
  return ask('/v1/audit/verification', { signal });
}

export function group_settings(signal?: AbortSignal): Promise<GroupSettings> {
  return ask('/v1/settings/groups', { signal });
}

export function set_group_settings(settings: GroupSettings): Promise<GroupSettings> {
  return ask('/v1/settings/groups', { method: 'PUT', body: settings });
}

const page = 1000;

/** All of them, however many pages it takes. */
export async function sources(signal?: AbortSignal): Promise<Source[]> {
  const all: Source[] = [];
  for (;;) {
    const { sources: some } = await ask<Sources>(`/v1/sources?limit=${page}&offset=${all.length}`, { signal });
    all.push(...some);
    if (some.length < page) return all;
  }
}

export function set_source_grants(grants: SourceAsk): Promise<Source> {
  return ask('/v1/sources/grants', { method: 'PUT', body: grants });
}

export async function batches(signal?: AbortSignal): Promise<InvitationBatch[]> {
  const all: InvitationBatch[] = [];
  for (;;) {
    const { batches: some } = await ask<InvitationBatches>(`/v1/invitations?limit=${page}&offset=${all.length}`, { signal });
    all.push(...some);
    if (some.length < page) return all;
  }
}

export function invite(wanted: NewInvitations): Promise<MadeInvitations> {
  return ask('/v1/invitations', { body: wanted });
}

export function end_batch(number: number): Promise<void> {
  return ask(`/v1/invitations/${number}`, { method: 'DELETE' });
}
