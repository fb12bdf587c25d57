import { describe, expect, it } from 'vitest';
import {
  column_key, cycle_filter, filter_state, filters_of, offset_of_byte, quoted, span_of, terms, toggle_term,
  with_span, with_term,
} from './line.ts';

const texts = (line: string) => terms(line).map((term) => line.slice(term.begin, term.end));

describe('terms', () => {
  it('splits words, phrases, filters, groups and exclusions', () => {
    const line = 'late "out of stock" -refund felt:<4 product:"debt collection" stage:(use or purchase) (a or b)';
    expect(texts(line)).toEqual([
      'late', '"out of stock"', '-refund', 'felt:<4', 'product:"debt collection"', 'stage:(use or purchase)', '(a or b)',
    ]);
    expect(terms(line).map((term) => term.kind)).toEqual([
      'words', 'words', 'words', 'filter', 'filter', 'filter', 'group',
    ]);
  });

  it('keeps `not` with its term and reads `by` as party', () => {
    const [first, second] = terms('not refund by:employee');
    expect(first).toMatchObject({ begin: 0, end: 10, negated: true });
    expect(second).toMatchObject({ column: 'party', value: 'employee', negated: false });
  });

  it('does not lose characters of a line that does not parse', () => {
    for (const line of ['(', '"', '-', '--', 'a:(b', 'a:"b', ')(', 'a:', ':', 'not', 'or or', '- a', '"a" )b']) {
      const covered = terms(line);
      for (let i = 1; i < covered.length; ++i) expect(covered[i]!.begin).toBeGreaterThanOrEqual(covered[i - 1]!.end);
      for (const term of covered) expect(term.end).toBeGreaterThan(term.begin);
    }
  });

  it('ends on every line a seed makes', () => {
    const signs = 'ab:"()- *~<.or not'.split('');
    let seed = 7;
    const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
    for (let round = 0; round < 3000; ++round) {
      const line = Array.from({ length: next() % 14 }, () => signs[next() % signs.length]).join('');
      const found = terms(line);
      for (const term of found) expect(term.end).toBeLessThanOrEqual(line.length);
      const added = with_term(line, 'x:y');
      expect(added.endsWith('x:y')).toBe(true);
    }
  });
});

describe('cycle_filter', () => {
  it('filters, turns round, takes away, and leaves the rest as written', () => {
    const first = cycle_filter('late  "x y"', 'touchpoint', 'delivery');
    expect(first).toBe('late  "x y" touchpoint:delivery');
    const second = cycle_filter(first, 'touchpoint', 'delivery');
    expect(second).toBe('late  "x y" -touchpoint:delivery');
    expect(cycle_filter(second, 'touchpoint', 'delivery')).toBe('late  "x y"');
  });

  it('quotes what is more than one word, and finds it again whatever its case', () => {
    const line = cycle_filter('', 'product', 'Debt collection');
    expect(line).toBe('product:"Debt collection"');
    expect(filter_state(line, 'product', 'debt Collection')).toBe('on');
    expect(cycle_filter(line, 'product', 'Debt collection')).toBe('-product:"Debt collection"');
  });

  it('takes one value out of a list', () => {
    const line = 'late stage:(use or purchase or "after sale") now';
    expect(filter_state(line, 'stage', 'use')).toBe('on');
    expect(cycle_filter(line, 'stage', 'use')).toBe('late stage:(purchase or "after sale") now -stage:use');
    expect(cycle_filter('-stage:(use or purchase)', 'stage', 'use')).toBe('-stage:purchase');
  });

  it('brackets a line with `or` in it, which would swallow the filter', () => {
    expect(cycle_filter('late or early', 'stage', 'use')).toBe('(late or early) stage:use');
    expect(filter_state('late or stage:use', 'stage', 'use')).toBe('off');
  });

  it('comes back to where it began for any value', () => {
    for (const value of ['a', 'two words', 'Ä-1', 'or', '12', 'x:y', 'wild*', '(b)']) {
      let line = 'felt:<4 -x';
      const states = [];
      for (let i = 0; i < 3; ++i) {
        line = cycle_filter(line, 'unit', value);
        states.push(filter_state(line, 'unit', value));
      }
      expect(states).toEqual(['on', 'without', 'off']);
      expect(line).toBe('felt:<4 -x');
    }
  });
});

it('lists the values a line names of one column', () => {
  expect(filters_of('a stage:(use or buy) -stage:rest by:employee', 'stage')).toEqual([
    { value: 'use', state: 'on' },
    { value: 'buy', state: 'on' },
    { value: 'rest', state: 'without' },
  ]);
  expect(filters_of('by:employee', 'party')).toEqual([{ value: 'employee', state: 'on' }]);
});

it('sets and replaces the span of time', () => {
  const line = with_span('late felt:<4', { since: '2026-01', until: '2026-03' });
  expect(line).toBe('late felt:<4 since:2026-01 until:2026-03');
  expect(span_of(line)).toEqual({ since: '2026-01', until: '2026-03' });
  expect(with_span('since:2025 late until:2026', { since: '2024' })).toBe('late since:2024');
  expect(with_span('since:2025 late', {})).toBe('late');
});

it('toggles a condition', () => {
  expect(toggle_term('late', 'gap:<0')).toBe('late gap:<0');
  expect(toggle_term('late gap:<0 x', 'gap:<0')).toBe('late x');
});

it('quotes operators and anything that is not one plain word', () => {
  expect(quoted('or')).toBe('"or"');
  expect(quoted('Köln')).toBe('Köln');
  expect(quoted('a-b')).toBe('"a-b"');
});

it('writes column names as the engine does', () => {
  expect(column_key('Sub-issue ')).toBe('sub_issue');
  expect(column_key('Größe')).toBe('größe');
});

it('finds a byte of the query in its text', () => {
  expect(offset_of_byte('späte (x', 7)).toBe(6);
  expect(offset_of_byte('😀 a', 5)).toBe(3);
  expect(offset_of_byte('ab', 99)).toBe(2);
});
