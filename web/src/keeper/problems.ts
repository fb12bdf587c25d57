// What went wrong while keeping, as something to do about it.
import type { Problem } from '../api/types.ts';
import { sentence } from '../format/numbers.ts';

/** Where something was only to be shown: nothing could have been changed by it. */
export function not_shown(problem: Problem): string {
  if (problem.status === 0) return 'No answer came.';
  if (problem.status === 401) return 'You are not signed in any more. Open a new sign-in link, then come back.';
  return problem.status === 503 ? 'It is busy just now.' : plain_problem(problem);
}

export function plain_problem(problem: Problem): string {
  // The reply may have been lost behind the deed.
  if (problem.status === 0) return 'No answer came. Whether anything was changed shows when you load the page again.';
  if (problem.status === 401) return 'You are not signed in any more, so nothing was changed. Open a new sign-in link, then come back.';
  if (problem.status === 503) return 'It is busy just now, so nothing was changed. Try again in a moment.';
  return `That did not work: ${sentence(problem.detail ?? problem.title)} ${problem.advice ? sentence(problem.advice) : ''}`.trim();
}
