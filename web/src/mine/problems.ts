// What went wrong, as something to do about it.
import type { Problem } from '../api/types.ts';
import { sentence } from '../format/numbers.ts';

export function plain_problem(problem: Problem): string {
  // The reply may have been lost behind the deed.
  if (problem.status === 0) return 'No answer came. Whether anything was changed shows when you look again.';
  if (problem.status === 429) return 'Too many wrong codes came from here. Wait up to a quarter of an hour, then try again.';
  if (problem.status === 503) return 'It is busy just now, so nothing was changed. Try again in a moment.';
  return `That did not work: ${sentence(problem.detail ?? problem.title)} ${problem.advice ? sentence(problem.advice) : ''}`.trim();
}
