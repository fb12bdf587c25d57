// Who is reading. Asked once a page load: signing in and out load the page anew, so that
// nothing of what one person saw is left for the next.
import { useEffect, useState } from 'preact/hooks';
import { session, sign_in, sign_out } from '../api/client.ts';
import type { Session } from '../api/types.ts';

const came_from = 'firsthand.came-from';

export function use_session(): Session | undefined {
  const [known, set_known] = useState<Session>();
  useEffect(() => {
    let wanted = true;
    session().then((one) => wanted && set_known(one), () => undefined);
    return () => void (wanted = false);
  }, []);
  return known;
}

/** Who may let others in and set what holds for all; the engine decides it anew each time. */
export function may_keep({ rights, scope }: Session): boolean {
  return rights.includes('administer') && rights.includes('audit') && !scope;
}

/** Remembers the page to come back to; a sign-in link opens in the same tab or another. */
export function remember_place(): void {
  try {
    localStorage.setItem(came_from, location.pathname + location.search);
  } catch {
    // Then signing in leads to the landscape.
  }
}

function place_to_go(): string {
  try {
    const place = localStorage.getItem(came_from);
    localStorage.removeItem(came_from);
    // Only a path of our own: "//elsewhere" would be another site.
    if (place && /^\/(?!\/|\\|sign-in)/.test(place)) return place;
  } catch {
    // As below.
  }
  return '/';
}

/** The link's token, taken out of the address: it is nobody's business any more. */
export function taken_token(): string {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, '', location.pathname);
  return token;
}

export async function enter(link: string): Promise<void> {
  await sign_in(link);
  go_back();
}

/** To where somebody was when they were asked to sign in. */
export function go_back(): void {
  location.replace(place_to_go());
}

/** Where signing in at the provider begins: a page of the server's, not one of ours. */
export const provider_door = '/v1/session/oidc';

/** How signing in at the provider went, taken out of the address; empty where nobody comes from there. */
export function taken_outcome(): string {
  const outcome = new URLSearchParams(location.search).get('oidc') ?? '';
  if (outcome) history.replaceState(null, '', location.pathname);
  return outcome;
}

export async function leave(): Promise<void> {
  await sign_out();
  location.assign('/');
}
