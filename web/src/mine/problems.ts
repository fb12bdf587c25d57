// What went wrong, as something to do about it.
import type { Problem } from '../api/types.ts';
import { sentence } from '../format/numbers.ts';

export function plain_problem(problem: Problem): string {
  if (problem.status === 0) return 'There is no connection, so nothing was changed. Try again in a moment.';
  if (problem.status === 429 || problem.status === 503) return 'It is busy just now, so nothing was changed. Try again in a moment.';
  return `That did not work: ${sentence(problem.detail ?? problem.title)} ${problem.advice ? sentence(problem.advice) : ''}`.trim();
}
