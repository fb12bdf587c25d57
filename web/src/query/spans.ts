// Between the buckets of a histogram and the dates of the query line. All in UTC,
// as the engine counts them.
import type { Histogram } from '../api/types.ts';
import type { Span } from './line.ts';

type Step = Histogram['step'];

const day_ms = 86_400_000;

function iso(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export function start_ms(start: string): number {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(start);
  if (!parts) return NaN;
  return Date.UTC(Number(parts[1]), Number(parts[2] ?? 1) - 1, Number(parts[3] ?? 1));
}

/** The first instant after a date written as year, month or day. */
export function end_ms(date: string): number {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date);
  if (!parts) return NaN;
  const [year, month, day] = [Number(parts[1]), parts[2], parts[3]];
  if (day) return Date.UTC(year, Number(month) - 1, Number(day) + 1);
  if (month) return Date.UTC(year, Number(month), 1);
  return Date.UTC(year + 1, 0, 1);
}

export function next_start_ms(step: Step, ms: number): number {
  const date = new Date(ms);
  if (step === 'day') return ms + day_ms;
  if (step === 'week') return ms + 7 * day_ms;
  if (step === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return Date.UTC(date.getUTCFullYear() + 1, 0, 1);
}

/** The dates that hold exactly the buckets first to last. */
export function span_of_buckets({ step, buckets }: Histogram, first: number, last: number): Span {
  const since = start_ms(buckets[first]!.start);
  const until = start_ms(buckets[last]!.start);
  if (step === 'year') return { since: iso(since).slice(0, 4), until: iso(until).slice(0, 4) };
  if (step === 'month') return { since: iso(since).slice(0, 7), until: iso(until).slice(0, 7) };
  return { since: iso(since), until: iso(next_start_ms(step, until) - day_ms) };
}

/** First and last bucket that a span touches; undefined where it names no span. */
export function buckets_of_span({ step, buckets }: Histogram, span: Span): [number, number] | undefined {
  if ((!span.since && !span.until) || buckets.length === 0) return undefined;
  const since = span.since ? start_ms(span.since) : -Infinity;
  const until = span.until ? end_ms(span.until) : Infinity;
  if (Number.isNaN(since) || Number.isNaN(until)) return undefined;
  let first = -1;
  let last = -1;
  buckets.forEach((bucket, i) => {
    const begin = start_ms(bucket.start);
    if (begin >= until || next_start_ms(step, begin) <= since) return;
    if (first < 0) first = i;
    last = i;
  });
  return first < 0 ? undefined : [first, last];
}

/** The condition that holds what one bar of a rating's distribution counts. */
export function bin_condition(column: 'expected' | 'felt' | 'gap', from: number): string {
  return from === 10 ? `${column}:10` : `${column}:${from}..${(from + 0.99).toFixed(2)}`;
}
