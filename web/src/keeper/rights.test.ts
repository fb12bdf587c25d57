import { describe, expect, test } from 'vitest';
import type { SubjectRequest } from '../api/types.ts';
import { about_in_words, days_in_words, hours_in, receipt_line, request_in, request_line, requests_address, requests_in, timer_in } from './rights_words.ts';

const draft = { source: '', kind: '' as const, days: '30', spares: false };

describe('a timer', () => {
  test('is for a source, a kind or both, never for everything', () => {
    expect(timer_in(draft)).toMatchObject({ field: 'source' });
    expect(timer_in({ ...draft, source: ' desk ' })).toEqual({ ask: { source: 'desk', days: 30, claimed: 'erase' } });
    expect(timer_in({ ...draft, kind: 'wish', spares: true })).toEqual({ ask: { kind: 'wish', days: 30, claimed: 'spare' } });
  });
  test.each([[''], ['0'], ['-1'], ['1.5'], ['36501'], ['many']])('does not last "%s" days', (days) => {
    expect(timer_in({ ...draft, source: 'desk', days })).toMatchObject({ field: 'days' });
  });
  test('says what it is for, and what its days come to', () => {
    expect(about_in_words({ source: 'desk', kind: 'wish' })).toBe('Wishes from desk');
    expect(about_in_words({ source: 'desk' })).toBe('Everything from desk');
    expect(about_in_words({ kind: 'story' })).toBe('Stories from anywhere');
    expect(days_in_words('730')).toMatch(/^About 2 years: .* 730 days\.$/);
    expect(days_in_words('1')).toMatch(/^1 day: /);
    expect(days_in_words('x')).toMatch(/^Whole days/);
  });
});

test('a receipt says why', () => {
  const at = '2026-05-04T10:00:00Z';
  expect(receipt_line({ at, why: 'retention', number: 3 })).toMatch(/by a timer · receipt 3$/);
  expect(receipt_line({ at, why: 'request 6f1c', number: 3 })).toMatch(/on request 6f1c/);
  expect(receipt_line({ at, why: 'erasure log', number: 3 })).toMatch(/from the log of erasures/);
});

describe('a request', () => {
  const name = { type: 'controller_customer_id' as const, value: ' c-42 ', source: ' desk ' };
  test('asks for something, of somebody who is named', () => {
    expect(request_in('', [name])).toMatchObject({ wrong: expect.stringMatching(/\w/), field: 'type' });
    expect(request_in('access', [{ ...name, value: ' ' }])).toMatchObject({ wrong: expect.stringMatching(/\w/), field: 'name' });
    expect(request_in('access', [name, { ...name, value: '' }, { type: 'claim_code', value: 'fhc_x', source: 'desk' }])).toEqual({
      ask: {
        subject_request_type: 'access',
        subject_identities: [
          { identity_type: 'controller_customer_id', identity_value: 'c-42', identity_format: 'raw', source: 'desk' },
          { identity_type: 'claim_code', identity_value: 'fhc_x', identity_format: 'raw' },
        ],
      },
    });
  });
  const one: SubjectRequest = {
    subject_request_id: '6f1c2d0e', subject_request_type: 'erasure', request_status: 'pending', received_time: '2026-05-01T09:00:00Z',
    expected_completion_time: '2026-05-02T09:00:00Z', handed_in_by: 'key 2', api_version: '2.0',
  };
  test('says how far it is', () => {
    expect(request_line(one)).toMatch(/^waits · received .* · begins /);
    expect(request_line({ ...one, request_status: 'completed', experiences: 0 })).toMatch(/nothing is known of them$/);
    expect(request_line({ ...one, request_status: 'cancelled', ended_time: '2026-05-01T10:00:00Z' })).toMatch(/cancelled .*2026/);
  });
  test('is found by its address', () => {
    expect(requests_in('?status=pending&from=25&id=x')).toEqual({ limit: 26, offset: 25, status: 'pending', id: 'x' });
    expect(requests_in('?status=toString&from=-1')).toMatchObject({ offset: 0, status: '' });
    for (const search of ['', '?status=completed', '?status=completed&from=25', '?id=x']) expect(requests_address(requests_in(search))).toBe(`/requests${search}`);
  });
});

test('hours are whole ones, up to a month', () => {
  expect(hours_in('720')).toEqual({ hours: 720 });
  for (const text of ['', '-1', '721', '1.5', 'x']) expect(hours_in(text)).toHaveProperty('wrong');
});
