// Invitations: what a keeper fills in, and what stands of a batch, in words.
import type { Draft, InvitationBatch, MadeInvitations, NewInvitations } from '../api/types.ts';
import { csv_of } from '../charts/export.ts';
import { counted, day } from '../format/numbers.ts';
import { said_beforehand } from '../pages/Invited.tsx';

export const levels = ['organisation', 'product', 'service', 'industry'] as const;
export type Level = (typeof levels)[number];

export interface InvitationFields {
  name: string;
  count: string;
  until: string;
  source: string;
  level: Level;
  subject: string;
  touchpoint: string;
  stage: string;
  channel: string;
  unit: string;
  party: NonNullable<Draft['party']> | '';
  kind: NonNullable<Draft['kind']> | '';
  /** One a line, "name: value". */
  labels: string;
}

export function empty_fields(now: Date): InvitationFields {
  const month_ms = 30 * 86_400_000;
  return {
    name: '', count: '50', until: new Date(now.getTime() + month_ms).toISOString().slice(0, 10), source: '', level: 'organisation', subject: '',
    touchpoint: '', stage: '', channel: '', unit: '', party: '', kind: '', labels: '',
  };
}

function labels_in(text: string): { labels: Record<string, string> } | { wrong: string } {
  const labels: Record<string, string> = {};
  for (const line of text.split('\n').map((one) => one.trim()).filter(Boolean)) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    if (colon < 1 || !name || !value) return { wrong: `A label is written as name: value; “${line}” is not.` };
    if (name in labels) return { wrong: `The label “${name}” stands there twice.` };
    labels[name] = value;
  }
  return { labels };
}

export const count_max = 10_000;

/** What is asked for, or what is wrong with it and where. */
export function invitations_in(fields: InvitationFields): { wanted: NewInvitations } | { wrong: string; field: keyof InvitationFields } {
  if (!fields.name.trim()) return { wrong: 'Say who invites, or to what: it is shown to who is invited.', field: 'name' };
  const count = /^\d+$/.test(fields.count.trim()) ? Number(fields.count) : 0;
  if (count < 1 || count > count_max) return { wrong: `How many links? A whole number from 1 to ${count_max.toLocaleString('en')}.`, field: 'count' };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(fields.until)) return { wrong: 'Until which day are they good?', field: 'until' };
  const read = labels_in(fields.labels);
  if ('wrong' in read) return { wrong: read.wrong, field: 'labels' };
  const about: Draft = {};
  for (const name of ['source', 'touchpoint', 'stage', 'channel', 'unit'] as const) {
    if (fields[name].trim()) about[name] = fields[name].trim();
  }
  if (fields.subject.trim()) about.subject = { level: fields.level, name: fields.subject.trim() };
  if (fields.party) about.party = fields.party;
  if (fields.kind) about.kind = fields.kind;
  if (Object.keys(read.labels).length > 0) about.signifiers = read.labels;
  return { wanted: { name: fields.name.trim(), until: fields.until, count, about } };
}

/** With what links begin: where the server says that people open the pages, unless that is its own machine. */
export function pages_for({ pages_at }: Pick<MadeInvitations, 'pages_at'>, origin: string): string {
  const own_machine = !pages_at || /^https?:\/\/(localhost|127\.|\[::1\])/.test(pages_at);
  return own_machine ? origin : pages_at;
}

export function link_for(secret: string, origin: string): string {
  return `${origin}/tell#invitation=${secret}`;
}

export function links_csv(name: string, secrets: readonly string[], origin: string): string {
  return csv_of({ columns: ['name', 'link'], rows: secrets.map((secret) => [name, link_for(secret, origin)]) });
}

/** The last day on which it is good: what it ends with is the first moment of the next. */
export const last_day = (expires: string): string => day(new Date(Date.parse(expires) - 1).toISOString());

/** "50 links · fewer than 5 used · good until 30 June 2026". */
export function batch_line(batch: InvitationBatch): string {
  const used = batch.step === 0 ? `${batch.used ?? 0} used` : batch.used === undefined ? `fewer than ${batch.step} used` : `${batch.used} or more used`;
  const until = { open: `good until ${last_day(batch.expires)}`, expired: `past since ${day(batch.expires)}`, ended: `ended ${day(batch.ended ?? batch.expires)}` }[batch.state];
  return [counted(batch.links, 'link'), used, until].join(' · ');
}

export function about_line(about: Draft): string {
  return said_beforehand(about).map(([name, value]) => `${name} ${value}`).join(' · ');
}
