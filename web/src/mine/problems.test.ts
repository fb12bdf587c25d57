import { describe, expect, it } from 'vitest';
import type { Problem } from '../api/types.ts';
import { not_shown, plain_problem } from './problems.ts';

const problem = (status: number, type = 'about:blank', more: Partial<Problem> = {}): Problem => ({ type, title: 'It went wrong', status, ...more });

describe('what went wrong, to who comes by a code', () => {
  it('is a code that has ended, not somebody who should sign in', () => {
    const words = plain_problem(problem(401, '/problems/sign-in-needed', { detail: 'the token opens nothing', advice: 'Sign in by a link from a keeper' }));
    expect(words).toMatch(/^This code leads to nothing any more\./);
    expect(words).not.toMatch(/sign in/i);
  });
  it('is too many letters only where it is letters that were too many', () => {
    expect(plain_problem(problem(429, '/problems/too-many-letters'))).toMatch(/^Too many letters .* wait an hour\.$/);
    expect(plain_problem(problem(429, '/problems/too-many-attempts'))).toMatch(/^Too many wrong codes or links/);
    expect(plain_problem(problem(429))).toMatch(/^Too much came from here/);
    expect(plain_problem(problem(503, '/problems/busy'))).not.toMatch(/letter/);
  });
  it('is said as the engine says it, with what to do', () => {
    expect(plain_problem(problem(403, '/problems/denied', { detail: 'another has seen the code', advice: 'Take what was told for you' }))).toBe(
      'That did not work: Another has seen the code. Take what was told for you.',
    );
  });
  it('is no change where something was only to be shown', () => {
    for (const status of [0, 503]) expect(not_shown(problem(status))).not.toMatch(/changed/);
    expect(not_shown(problem(401))).toBe(plain_problem(problem(401)));
  });
});
