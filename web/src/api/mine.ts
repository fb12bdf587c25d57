// What a teller asks for with their claim code. No cookie goes along: whoever is signed in
// on this device is somebody else here.
import { ask } from './client.ts';
import type { ClaimCode, Draft, Mine, OwnExperience, Receipt, Receipts, SignedReceipt, Taken } from './types.ts';

export type { EarlierVersion, GrantStep, OwnExperience, ReadingNote, SignedReceipt } from './types.ts';

export const purposes = ['read', 'count', 'contact', 'share'] as const;
export type Purpose = (typeof purposes)[number];

const page = 100;

export function mine(claim: string, offset = 0, limit = page): Promise<Mine> {
  return ask(`/v1/mine?limit=${limit}&offset=${offset}`, { claim });
}

/** Everything, however many pages it takes. */
export async function all_mine(claim: string): Promise<OwnExperience[]> {
  const all: OwnExperience[] = [];
  for (;;) {
    const { experiences } = await mine(claim, all.length);
    all.push(...experiences);
    if (experiences.length < page) return all;
  }
}

export function amend(claim: string, id: string, body: Draft, old: 'keep' | 'drop'): Promise<Receipt> {
  return ask(`/v1/mine/${encodeURIComponent(id)}/amendment?old=${old}`, { claim, body });
}

export function grant(claim: string, ids: string[], grants: readonly Purpose[]): Promise<Receipts> {
  return ask('/v1/mine/grants', { claim, body: { ids, grants } });
}

/** Whether members see names and addresses in the words as they were told. */
export function set_masking(claim: string, ids: string[], lifted: boolean): Promise<void> {
  return ask('/v1/mine/masking', { claim, body: { ids, lifted } });
}

/** No ids: all that is theirs. */
export function erase(claim: string, ids?: string[]): Promise<SignedReceipt> {
  return ask('/v1/mine/erasure', { claim, body: { ...(ids ? { ids } : {}), purge: true } });
}

export function join(claim: string, claim_code: string): Promise<Receipts> {
  return ask('/v1/mine/join', { claim, body: { claim_code } });
}

/** What somebody told for me is mine; a code of my own comes back, which they have not seen. */
export function take(claim: string): Promise<Taken> {
  return ask('/v1/mine/claim', { claim, method: 'POST' });
}

/** It is not mine: it goes back to who told it, and may be used for nothing. */
export function disown(claim: string): Promise<Receipts> {
  return ask('/v1/mine/disowning', { claim, method: 'POST' });
}

export function another_code(claim: string): Promise<ClaimCode> {
  return ask('/v1/mine/code', { claim, method: 'POST' });
}

export function consent_record(claim: string): Promise<unknown> {
  return ask('/v1/mine/consent', { claim });
}
