import { describe, expect, it } from 'vitest';
import type { Problem } from '../api/types.ts';
import { code_has_ended, new_once, problem_words } from './told.ts';

const ended: Problem = { type: '/problems/sign-in-needed', title: 'It is not known who is there', status: 401, advice: 'Sign in by a link from a keeper' };

describe('what went wrong with telling', () => {
  it('is the code, where one that has ended is held, and never loses the words', () => {
    expect(code_has_ended(ended, true)).toBe(true);
    expect(problem_words(ended, true)).toMatch(/leads to nothing any more\. Your words are still here\. Tell it without that code/);
    expect(problem_words(ended, true)).not.toMatch(/sign in/i);
  });
  it('is what the engine says, where none is held', () => {
    expect(code_has_ended(ended, false)).toBe(false);
    expect(code_has_ended({ ...ended, status: 409 }, true)).toBe(false);
    expect(problem_words(ended, false)).toMatch(/Sign in .* Your words are still here\.$/);
  });
});

it('a telling is named by what nobody can guess', () => {
  expect(new_once()).toMatch(/^[0-9a-f]{32}$/);
  expect(new_once()).not.toBe(new_once());
});
