// How a teller can be reached, and the way back for who has lost the code.
import { ask } from './client.ts';
import type { ClaimCode, Contact, LetterOnItsWay, LostOffer } from './types.ts';

export type { Contact } from './types.ts';

export function contact(claim: string): Promise<Contact> {
  return ask('/v1/mine/contact', { claim });
}

export function leave_contact(claim: string, address: string): Promise<LetterOnItsWay> {
  return ask('/v1/mine/contact', { claim, body: { address } });
}

export function remove_contact(claim: string): Promise<void> {
  return ask('/v1/mine/contact', { claim, method: 'DELETE' });
}

/** With the link out of a letter: whoever opens it reads the mailbox. */
export function verify_contact(link: string): Promise<void> {
  return ask('/v1/mine/contact/verify', { body: { link }, nobody: true });
}

let asked: Promise<boolean> | undefined;

/** Whether letters can be sent from here; asked once a page load, and again where no answer came. */
export function letters_offered(): Promise<boolean> {
  asked ??= ask<LostOffer>('/v1/mine/lost', { nobody: true }).then(({ offered }) => offered, (error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
}

export function lost(address: string): Promise<LostOffer> {
  return ask('/v1/mine/lost', { body: { address }, nobody: true });
}

export function come_back(link: string): Promise<ClaimCode> {
  return ask('/v1/mine/back', { body: { link }, nobody: true });
}

/** All other codes of the same teller lead nowhere from then on. */
export function keep_one_code(claim: string): Promise<void> {
  return ask('/v1/mine/code/only', { claim, method: 'POST' });
}
