// The query line as a list of terms, and the edits the page makes to it.
//
// The line is the truth of the page, and people write in it: an edit touches only
// the term it is about, and leaves every other character as it was written.

export interface Term {
  begin: number; // UTF-16 offsets into the line; a `-` or `not` belongs to its term
  end: number;
  kind: 'words' | 'filter' | 'group' | 'join';
  negated: boolean;
  column?: string; // filters only, as column_key() writes it
  value?: string; // filters only, unquoted
  any_of?: string[]; // filters of the form column:(a or b)
}

export type FilterState = 'off' | 'on' | 'without';

/** The name under which the engine finds a column. */
export function column_key(name: string): string {
  return name
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[^a-z0-9.\u0080-\uffff]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

/** Case and accents aside, as the engine compares keywords. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

function end_of_quote(line: string, at: number): number {
  const close = line.indexOf('"', at + 1);
  return close < 0 ? line.length : close + 1;
}

function end_of_group(line: string, at: number): number {
  let depth = 0;
  for (let i = at; i < line.length; ++i) {
    if (line[i] === '"') i = end_of_quote(line, i) - 1;
    else if (line[i] === '(') ++depth;
    else if (line[i] === ')' && --depth === 0) return i + 1;
  }
  return line.length;
}

function end_of_bare(line: string, at: number): number {
  let i = at;
  while (i < line.length && !/[\s"()]/.test(line[i]!)) {
    if (line[i] === ':' && line[i + 1] === '"') return end_of_quote(line, i + 1);
    if (line[i] === ':' && line[i + 1] === '(') return end_of_group(line, i + 1);
    ++i;
  }
  return Math.max(i, at + 1);
}

function unquote(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1) : text;
}

function as_filter(body: string): Pick<Term, 'column' | 'value' | 'any_of'> | undefined {
  const match = /^([\p{L}\p{N}_.]+):(.+)$/su.exec(body);
  if (!match) return undefined;
  const name = column_key(match[1]!);
  const column = name === 'by' ? 'party' : name;
  const value = match[2]!;
  if (!value.startsWith('(')) return { column, value: unquote(value) };
  const inside = value.replace(/^\(|\)$/g, '');
  const any_of = terms(inside)
    .filter((term) => term.kind !== 'join')
    .map((term) => unquote(inside.slice(term.begin, term.end)));
  return { column, value, any_of };
}

/** Terms at the top of the line, in order. Never fails: the engine judges, not this. */
export function terms(line: string): Term[] {
  const found: Term[] = [];
  let at = 0;
  let begin = -1; // of a `-` or `not` that waits for its term
  while (at < line.length) {
    if (/\s/.test(line[at]!)) {
      ++at;
      continue;
    }
    if (line[at] === '-' && begin < 0 && /[^\s-]/.test(line[at + 1] ?? ' ')) {
      begin = at++;
      continue;
    }
    const first = line[at]!;
    const end =
      first === '"' ? end_of_quote(line, at) : first === '(' ? end_of_group(line, at) : end_of_bare(line, at);
    const body = line.slice(at, end);
    const negated = begin >= 0;
    const word = body.toLowerCase() === body || body.toUpperCase() === body ? body.toLowerCase() : '';
    if (word === 'not' && !negated) {
      begin = at;
    } else if (word === 'or' || word === 'and') {
      found.push({ begin: at, end, kind: 'join', negated: false });
      begin = -1;
    } else {
      const filter = first === '"' || first === '(' ? undefined : as_filter(body);
      const kind = filter ? 'filter' : first === '(' ? 'group' : 'words';
      found.push({ begin: negated ? begin : at, end, kind, negated, ...filter });
      begin = -1;
    }
    at = end;
  }
  return found;
}

function has_or(line: string): boolean {
  return terms(line).some(
    (term) => term.kind === 'join' && line.slice(term.begin, term.end).toLowerCase() === 'or',
  );
}

export function quoted(value: string): string {
  const plain = /^[\p{L}\p{N}_]+$/u.test(value) && !/^(and|or|not)$/i.test(value);
  return plain ? value : `"${value.replaceAll('"', ' ')}"`;
}

/** Adds a term that must hold beside all the line says so far. */
export function with_term(line: string, term: string): string {
  const base = line.trim();
  if (base === '') return term;
  return `${has_or(base) ? `(${base})` : base} ${term}`;
}

export function without_range(line: string, begin: number, end: number): string {
  const before = line.slice(0, begin).trimEnd();
  const after = line.slice(end).trimStart();
  return before && after ? `${before} ${after}` : before || after;
}

function term_about(line: string, column: string, value: string): Term | undefined {
  if (has_or(line)) return undefined;
  const wanted = fold(value);
  return terms(line).find(
    (term) =>
      term.kind === 'filter' &&
      term.column === column &&
      (term.any_of ?? [term.value ?? '']).some((one) => fold(one) === wanted),
  );
}

export function filter_state(line: string, column: string, value: string): FilterState {
  const term = term_about(line, column, value);
  if (!term) return 'off';
  return term.negated ? 'without' : 'on';
}

/** Values of this column the line names, in order, with how. */
export function filters_of(line: string, column: string): { value: string; state: FilterState }[] {
  if (has_or(line)) return [];
  return terms(line)
    .filter((term) => term.kind === 'filter' && term.column === column)
    .flatMap((term) =>
      (term.any_of ?? [term.value ?? '']).map((value) => ({
        value,
        state: term.negated ? ('without' as const) : ('on' as const),
      })),
    );
}

function without_value(line: string, term: Term, value: string): string {
  const rest = (term.any_of ?? []).filter((one) => fold(one) !== fold(value));
  if (rest.length === 0) return without_range(line, term.begin, term.end);
  const list = rest.map(quoted).join(' or ');
  const kept = `${term.negated ? '-' : ''}${term.column}:${rest.length > 1 ? `(${list})` : list}`;
  return line.slice(0, term.begin) + kept + line.slice(term.end);
}

/** First click filters, the second turns it round, the third takes it away. */
export function cycle_filter(line: string, column: string, value: string): string {
  const term = term_about(line, column, value);
  if (!term) return with_term(line, `${column}:${quoted(value)}`);
  const rest = without_value(line, term, value);
  if (term.negated) return rest;
  const turned = `-${column}:${quoted(value)}`;
  if (term.any_of) return with_term(rest, turned);
  return line.slice(0, term.begin) + turned + line.slice(term.end);
}

/** Adds a condition such as `felt:3..3.99`, or takes it away where it stands already. */
export function toggle_term(line: string, text: string): string {
  if (!has_or(line)) {
    const same = terms(line).find((term) => fold(line.slice(term.begin, term.end)) === fold(text));
    if (same) return without_range(line, same.begin, same.end);
  }
  return with_term(line, text);
}

export function has_term(line: string, text: string): boolean {
  if (has_or(line)) return false;
  return terms(line).some((term) => fold(line.slice(term.begin, term.end)) === fold(text));
}

export interface Span {
  since?: string;
  until?: string;
}

function is_time(term: Term): boolean {
  return term.kind === 'filter' && !term.negated && (term.column === 'since' || term.column === 'until');
}

export function span_of(line: string): Span {
  const span: Span = {};
  if (has_or(line)) return span;
  for (const term of terms(line).filter(is_time)) {
    if (term.column === 'since') span.since = term.value ?? '';
    else span.until = term.value ?? '';
  }
  return span;
}

/** The line with this span and no other. */
export function with_span(line: string, span: Span): string {
  let rest = line;
  if (!has_or(line)) {
    for (const term of terms(line).filter(is_time).reverse()) {
      rest = without_range(rest, term.begin, term.end);
    }
  }
  if (span.since) rest = with_term(rest, `since:${span.since}`);
  if (span.until) rest = with_term(rest, `until:${span.until}`);
  return rest.trim();
}

/** Where in the line (UTF-16) a byte of its UTF-8 lies. */
export function offset_of_byte(line: string, position: number): number {
  let bytes = 0;
  let at = 0;
  for (const character of line) {
    if (bytes >= position) return at;
    bytes += new TextEncoder().encode(character).length;
    at += character.length;
  }
  return line.length;
}
