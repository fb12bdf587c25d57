// Timers, receipts and people's requests, as people say them; what forms hold, read.
import type { IdentityType, RequestStatus, RequestType, RequestsAsk, TimerKind } from '../api/rights.ts';
import type { KeptReceipt, RetentionAsk, RetentionRule, SubjectAsk, SubjectRequest } from '../api/types.ts';
import { counted, experiences, moment } from '../format/numbers.ts';

const plural: Record<TimerKind, string> = {
  story: 'stories', interaction: 'interactions', question: 'questions', wish: 'wishes', expectation: 'expectations', workaround: 'workarounds', thanks: 'thanks',
  concern: 'concerns',
};

/** "Questions from support-desk", "Everything from support-desk", "Questions from anywhere". */
export function about_in_words({ source, kind }: Pick<RetentionRule, 'source' | 'kind'>): string {
  const what = kind ? plural[kind] : 'everything';
  const words = `${what} from ${source ?? 'anywhere'}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export interface TimerDraft {
  source: string;
  kind: TimerKind | '';
  days: string;
  spares: boolean;
}

const days_max = 36_500;

export function timer_in({ source, kind, days, spares }: TimerDraft): { ask: RetentionAsk } | { wrong: string; field: 'source' | 'days' } {
  const named = source.trim();
  if (!named && !kind) return { wrong: 'Say for what: name a source, choose a kind, or both.', field: 'source' };
  const n = Number(days);
  if (!/^\d+$/.test(days.trim()) || n < 1 || n > days_max) return { wrong: 'Days: a whole number from 1 to 36500.', field: 'days' };
  return { ask: { ...(named ? { source: named } : {}), ...(kind ? { kind } : {}), days: n, claimed: spares ? 'spare' : 'erase' } };
}

/** What a number of days comes to. */
export function days_in_words(days: string): string {
  const n = Number(days);
  if (!/^\d+$/.test(days) || n < 1 || n > days_max) return 'Whole days after the day it was told, in UTC: 730 is two years.';
  const years = n / 365;
  const near = years >= 1 ? `about ${counted(Math.round(years * 10) / 10, 'year')}` : n >= 60 ? `about ${counted(Math.round(n / 30.4), 'month')}` : counted(n, 'day');
  return `${near.charAt(0).toUpperCase()}${near.slice(1)}: what was told today goes with the end of the day in ${counted(n, 'day')}.`;
}

function why_in_words(why: string): string {
  if (why === 'retention') return 'by a timer';
  if (why === 'erasure log') return 'by a start, from the log of erasures';
  return why.startsWith('request ') ? `on ${why}` : why;
}

export function receipt_line({ at, why, number }: Pick<KeptReceipt, 'at' | 'why' | 'number'>): string {
  return `${moment(at)} · ${why_in_words(why)} · receipt ${number}`;
}

export const type_words: Record<RequestType, { name: string; means: string; done: string }> = {
  access: { name: 'Access', means: 'Everything that is kept of them: what they told, what it may be used for, who read it.', done: 'to see what is kept of them' },
  portability: { name: 'Portability', means: 'What they told, to take elsewhere.', done: 'to take along what they told' },
  erasure: { name: 'Erasure', means: 'All that is theirs goes, with a signed receipt. It cannot be brought back.', done: 'to have everything erased' },
};

export const status_words: Record<RequestStatus, string> = {
  pending: 'waits', in_progress: 'is being carried out', completed: 'completed', cancelled: 'cancelled',
};

export const identity_words: Record<IdentityType, { name: string; means: string }> = {
  controller_customer_id: { name: 'A source’s key for them', means: 'Such as the customer number that the import gave.' },
  source_id: { name: 'A source’s id of one experience', means: 'Such as the number of a ticket or an answer: only that one is meant.' },
  claim_code: { name: 'Their claim code', means: 'It begins with fhc_. Everything that it leads to is meant.' },
  person: { name: 'Their key here', means: 'As an experience shows it under “person”.' },
};
export const identity_types = Object.keys(identity_words) as readonly IdentityType[];
export const has_source = (type: IdentityType): boolean => type === 'controller_customer_id' || type === 'source_id';

export interface NameDraft {
  type: IdentityType;
  value: string;
  source: string;
}

/** What is handed in; the names stay in nobody's hands but the engine's. */
export function request_in(type: RequestType | '', names: readonly NameDraft[]): { ask: SubjectAsk } | { wrong: string; field: 'type' | 'name' } {
  if (!type) return { wrong: 'Choose what they ask for.', field: 'type' };
  const given = names.filter((one) => one.value.trim());
  if (given.length === 0) return { wrong: 'Say who it is: fill in at least one name they are known by.', field: 'name' };
  return {
    ask: {
      subject_request_type: type,
      subject_identities: given.map(({ type: identity_type, value, source }) => ({
        identity_type, identity_value: value.trim(), identity_format: 'raw' as const, ...(has_source(identity_type) ? { source: source.trim() } : {}),
      })),
    },
  };
}

/** How far it is, in a line. */
export function request_line(one: SubjectRequest): string {
  const parts = [status_words[one.request_status], `received ${moment(one.received_time)}`];
  if (one.request_status === 'pending' && one.expected_completion_time) parts.push(`begins ${moment(one.expected_completion_time)}`);
  if (one.ended_time) parts.push(`${one.request_status === 'cancelled' ? 'cancelled' : 'ended'} ${moment(one.ended_time)}`);
  if (one.experiences !== undefined) parts.push(one.experiences === 0 ? 'nothing is known of them' : experiences(one.experiences));
  return parts.join(' · ');
}

export const requests_page = 25;

export interface RequestsPlace extends RequestsAsk {
  id: string;
}

const known_status = (word: string): RequestStatus | '' => (Object.hasOwn(status_words, word) ? (word as RequestStatus) : '');

/** Which requests the address asks for, and which one is open. One more than is shown says whether there is more. */
export function requests_in(search: string): RequestsPlace {
  const given = new URLSearchParams(search);
  const from = Number(given.get('from') ?? 0);
  return { limit: requests_page + 1, offset: Number.isSafeInteger(from) && from > 0 ? from : 0, status: known_status(given.get('status') ?? ''), id: given.get('id') ?? '' };
}

export function requests_address({ status, offset, id }: Pick<RequestsPlace, 'status' | 'offset' | 'id'>): string {
  const parameters = new URLSearchParams();
  if (status) parameters.set('status', status);
  if (offset > 0) parameters.set('from', String(offset));
  if (id) parameters.set('id', id);
  return `/requests${parameters.size > 0 ? `?${parameters}` : ''}`;
}

export function hours_in(text: string): { hours: number } | { wrong: string } {
  const n = Number(text);
  return /^\d+$/.test(text.trim()) && n <= 720 ? { hours: n } : { wrong: 'Hours: a whole number from 0 to 720.' };
}
