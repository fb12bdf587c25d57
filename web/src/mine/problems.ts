// What went wrong, as something to do about it.
import type { Problem } from '../api/types.ts';
import { sentence } from '../format/numbers.ts';
import { use_deed as use_deed_in, type Deed } from '../state/deed.ts';

function too_much({ type }: Problem): string {
  if (type === '/problems/too-many-letters') {
    return 'Too many letters were asked for within an hour. Look for those that came, also among unwanted mail, or wait an hour.';
  }
  if (type === '/problems/too-many-attempts') return 'Too many wrong codes or links came from here. Wait up to a quarter of an hour, then try again.';
  return 'Too much came from here at once, so nothing was changed. Wait a few minutes, then try again.';
}

export function plain_problem(problem: Problem): string {
  // The reply may have been lost behind the deed.
  if (problem.status === 0) return 'No answer came. Whether anything was changed shows when you look again.';
  // It ended while they were here: elsewhere others were made useless, or what it led to was taken or erased.
  if (problem.status === 401) return 'This code leads to nothing any more. “Forget on this device” brings you to where you come in with the one you have now.';
  if (problem.status === 429) return too_much(problem);
  if (problem.status === 503) return 'It is busy just now, so nothing was changed. Try again in a moment.';
  return `That did not work: ${sentence(problem.detail ?? problem.title)} ${problem.advice ? sentence(problem.advice) : ''}`.trim();
}

/** The same where something was only to be shown: nothing could have been changed by it. */
export function not_shown(problem: Problem): string {
  if (problem.status === 0) return 'No answer came. Look again in a moment.';
  return problem.status === 503 ? 'It is busy just now. Look again in a moment.' : plain_problem(problem);
}

export const use_deed = (): Deed => use_deed_in(plain_problem);
