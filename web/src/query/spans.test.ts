import { expect, it } from 'vitest';
import type { Histogram } from '../api/types.ts';
import { bin_condition, buckets_of_span, span_of_buckets } from './spans.ts';

const months: Histogram = {
  step: 'month',
  buckets: ['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01'].map((start) => ({ start, experiences: 1 })),
};

it('writes a brushed span in the step of the histogram', () => {
  expect(span_of_buckets(months, 1, 2)).toEqual({ since: '2025-12', until: '2026-01' });
  const weeks: Histogram = { step: 'week', buckets: [{ start: '2026-01-05', experiences: 1 }] };
  expect(span_of_buckets(weeks, 0, 0)).toEqual({ since: '2026-01-05', until: '2026-01-11' });
});

it('finds the buckets a span touches, and gives them back', () => {
  for (let first = 0; first < 4; ++first) {
    for (let last = first; last < 4; ++last) {
      expect(buckets_of_span(months, span_of_buckets(months, first, last))).toEqual([first, last]);
    }
  }
  expect(buckets_of_span(months, { since: '2025-12-15' })).toEqual([1, 3]);
  expect(buckets_of_span(months, { until: '2025' })).toEqual([0, 1]);
  expect(buckets_of_span(months, {})).toBeUndefined();
  expect(buckets_of_span(months, { since: 'yesterday' })).toBeUndefined();
});

it('turns a bar into the condition that holds just what it counts', () => {
  expect(bin_condition('felt', 3)).toBe('felt:3..3.99');
  expect(bin_condition('felt', 10)).toBe('felt:10');
  expect(bin_condition('gap', -2)).toBe('gap:-2..-1.01');
  expect(bin_condition('gap', -1)).toBe('gap:-1..-0.01');
});
