// Which part of the audit is shown stands in the address.
import type { AuditAsk } from '../api/keeping.ts';

export const page = 50;

/** What the address asks for; whatever is no number is the newest. One more than is shown says whether there is more. */
export function ask_in(search: string): AuditAsk {
  const given = new URLSearchParams(search);
  const from = Number(given.get('from') ?? 0);
  return { limit: page + 1, offset: Number.isSafeInteger(from) && from > 0 ? from : 0, actor: given.get('who') ?? '', action: given.get('what') ?? '' };
}

export function address_for({ actor, action, offset }: Pick<AuditAsk, 'actor' | 'action' | 'offset'>): string {
  const parameters = new URLSearchParams();
  if (actor) parameters.set('who', actor);
  if (action) parameters.set('what', action);
  if (offset > 0) parameters.set('from', String(offset));
  return `/audit${parameters.size > 0 ? `?${parameters}` : ''}`;
}
