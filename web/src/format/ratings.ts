// Ratings as words.
import { gap_in_words, points } from './numbers.ts';

export function mark_in_words(expected?: number, felt?: number): string {
  if (expected !== undefined && felt !== undefined) {
    return `expected ${points(expected)}, felt ${points(felt)}: ${gap_in_words(felt - expected)}`;
  }
  if (expected !== undefined) return `expected ${points(expected)}; what was felt was not said`;
  if (felt !== undefined) return `felt ${points(felt)}; what was expected was not said`;
  return 'neither expected nor felt was said';
}
