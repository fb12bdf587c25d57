// Figures and dates as people read them, in the reader's locale.

const whole = new Intl.NumberFormat();
const tenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export function count(n: number): string {
  return whole.format(n);
}

export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

export const experiences = (n: number): string => counted(n, 'experience');
export const people = (n: number): string => counted(n, 'person', 'people');

/** What the engine says, as a sentence among others. */
export function sentence(text: string): string {
  const whole_text = text.charAt(0).toLocaleUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole_text) ? whole_text : `${whole_text}.`;
}

export function points(n: number): string {
  return tenths.format(n).replace('-', '\u2212');
}

const byte_units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** 1536 as "1.5 KiB". */
export function bytes_in_words(bytes: number): string {
  let size = bytes;
  let unit = 0;
  for (; size >= 1024 && unit < byte_units.length - 1; ++unit) size /= 1024;
  return `${points(size)} ${byte_units[unit]}`;
}

/** "3.2 below expected": the gap in words, never by its sign alone. */
export function gap_in_words(gap: number): string {
  if (Math.abs(gap) < 0.05) return 'as expected';
  return `${points(Math.abs(gap))} ${gap < 0 ? 'below' : 'above'} expected`;
}

const day_only = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const day_local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const day_and_time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const month_only = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' });

// A day told without its hour is kept as its first instant: shifting that into the
// reader's zone would name the day before.
function is_day(instant: string): boolean {
  return /^\d{4}-\d\d-\d\d($|T00:00(:00(\.0+)?)?Z$)/.test(instant);
}

export function day(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return (is_day(instant) ? day_only : day_local).format(date);
}

export function moment(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return is_day(instant) ? day_only.format(date) : day_and_time.format(date);
}

export function time_of_day(date: Date): string {
  return clock.format(date);
}

export function bucket_name(step: string, ms: number): string {
  const date = new Date(ms);
  if (step === 'year') return String(date.getUTCFullYear());
  if (step === 'month') return month_only.format(date);
  return step === 'week' ? `week of ${day_only.format(date)}` : day_only.format(date);
}

let language_names: Intl.DisplayNames | undefined;
export function language(tag: string): string {
  try {
    language_names ??= new Intl.DisplayNames(undefined, { type: 'language' });
    return language_names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
