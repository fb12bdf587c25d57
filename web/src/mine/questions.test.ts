import { describe, expect, it } from 'vitest';
import type { Question } from '../api/questions.ts';
import { asked_line, characters_in, ended_line, figure_line, figure_subject, first_words, looked_at, questions_summary, state_for_askers } from './questions_in_words.ts';

const one: Question = { number: 1, asked_at: '2026-05-05T10:00:00Z', by: 'steward', question: 'How long?', state: 'open' };

describe('a question in words', () => {
  it('says who asked by their role alone', () => {
    expect(asked_line(one)).toMatch(/^A steward asked on .*2026/);
  });
  it('says what became of it, to its teller and to who asked', () => {
    expect(ended_line(one)).toBe('It waits for your answer');
    expect(ended_line({ state: 'withdrawn', ended_at: '2026-05-06T10:00:00Z' })).toMatch(/^You took your answer back on /);
    expect(state_for_askers({ state: 'declined' })).toBe('Its teller chose not to answer');
  });
  it('counts answers', () => {
    expect(questions_summary([{ ...one, state: 'declined' }])).toBe('Asked once, not answered');
    expect(questions_summary([{ ...one, state: 'answered' }])).toBe('Asked once, answered');
    expect(questions_summary([{ ...one, state: 'answered' }, { ...one, state: 'withdrawn' }])).toBe('Asked 2 times, 1 answered');
  });
  it('counts characters, not halves of them', () => {
    expect(characters_in('a😀é')).toBe(3);
  });
  it('cuts between words', () => {
    expect(first_words('  one two\nthree ', 20)).toBe('one two three');
    expect(first_words('one two three', 9)).toBe('one two …');
    expect(first_words('😀'.repeat(9), 3)).toBe('😀😀😀 …');
  });
});

describe('a figure in words', () => {
  const figure = { question: ' late ', by: 'listener' as const, purpose: 'count' as const, times: 3, last: '2026-05-04', experiences: 2 };
  it('says the question as it was asked, and of what', () => {
    expect(figure_subject(figure)).toBe('“late”');
    expect(figure_subject({ ...figure, question: '' })).toBe('everything people told');
    expect(figure_subject({ ...figure, from: '2026', match: 'any', purpose: 'share' })).toBe('“late”, any of the words, lived since 2026, for the public');
    expect(figure_subject({ ...figure, from: '2025', to: '2026' })).toBe('“late”, lived from 2025 to 2026');
  });
  it('says how often, when last and by whom', () => {
    expect(figure_line(figure)).toMatch(/^3 times, last on .*2026 · asked by a listener · 2 experiences of yours$/);
    expect(figure_line({ ...figure, times: 1, experiences: 1 })).toMatch(/^once, last on .* · asked by a listener$/);
  });
  it('claims no more than was looked at', () => {
    expect(looked_at({ days: 90, questions_at_most: 200 })).toBe('Looked at are the last 200 different questions for which the organisation had figures made in the last 90 days');
  });
});
