// What keepers ask for where time erases, and where people ask through the organisation.
import { ask } from './client.ts';
import type {
  KeptReceipt, KeptReceipts, RequestSettings, RetentionAsk, RetentionDue, RetentionRule, RetentionRules, SubjectAsk, SubjectData, SubjectIdentity, SubjectRequest,
  SubjectRequests,
} from './types.ts';

export type TimerKind = NonNullable<RetentionAsk['kind']>;
export type RequestType = SubjectRequest['subject_request_type'];
export type RequestStatus = SubjectRequest['request_status'];
export type IdentityType = SubjectIdentity['identity_type'];

export const kinds: readonly TimerKind[] = ['story', 'interaction', 'question', 'wish', 'expectation', 'workaround', 'thanks', 'concern'];
export const request_types: readonly RequestType[] = ['access', 'portability', 'erasure'];
export const request_statuses: readonly RequestStatus[] = ['pending', 'in_progress', 'completed', 'cancelled'];

export function timers(signal?: AbortSignal): Promise<RetentionRules> {
  return ask('/v1/retention', { signal });
}

/** What it would erase now, were it set. */
export function due_by(timer: RetentionAsk): Promise<RetentionDue> {
  return ask('/v1/retention/due', { body: timer });
}

export function set_timer(timer: RetentionAsk): Promise<RetentionRule> {
  return ask('/v1/retention', { body: timer });
}

export function end_timer(number: number): Promise<void> {
  return ask(`/v1/retention/${number}`, { method: 'DELETE' });
}

const receipts_page = 100;

/** The newest, so many. */
export async function receipts(limit: number, signal?: AbortSignal): Promise<KeptReceipt[]> {
  const all: KeptReceipt[] = [];
  for (;;) {
    const wanted = Math.min(limit - all.length, receipts_page);
    const { receipts: some } = await ask<KeptReceipts>(`/v1/receipts?limit=${wanted}&offset=${all.length}`, { signal });
    all.push(...some);
    if (some.length < wanted || all.length >= limit) return all;
  }
}

export interface RequestsAsk {
  limit: number;
  offset: number;
  status: RequestStatus | '';
}

export async function requests({ limit, offset, status }: RequestsAsk, signal?: AbortSignal): Promise<SubjectRequest[]> {
  const parameters = new URLSearchParams({ limit: String(limit), offset: String(offset) });
  if (status) parameters.set('status', status);
  return (await ask<SubjectRequests>(`/v1/requests?${parameters}`, { signal })).requests;
}

export function request(id: string, signal?: AbortSignal): Promise<SubjectRequest> {
  return ask(`/v1/requests/${encodeURIComponent(id)}`, { signal });
}

export function hand_in(asked: SubjectAsk): Promise<SubjectRequest> {
  return ask('/v1/requests', { body: asked });
}

export function cancel_request(id: string): Promise<SubjectRequest> {
  return ask(`/v1/requests/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

const page = 500;

/** The whole answer to access or portability, however many pages it takes. */
export async function request_result(id: string): Promise<SubjectData> {
  let all: SubjectData | undefined;
  for (;;) {
    const some = await ask<SubjectData>(`/v1/requests/${encodeURIComponent(id)}/result?limit=${page}&offset=${all?.experiences.length ?? 0}`);
    all = { ...some, experiences: [...(all?.experiences ?? []), ...some.experiences] };
    if (some.experiences.length < page) return all;
  }
}

export async function wait_hours(signal?: AbortSignal): Promise<number> {
  return (await ask<RequestSettings>('/v1/requests/settings', { signal })).wait_hours;
}

export async function set_wait_hours(hours: number): Promise<number> {
  return (await ask<RequestSettings>('/v1/requests/settings', { method: 'PATCH', body: { wait_hours: hours } })).wait_hours;
}
