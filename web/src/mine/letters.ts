// Links out of letters, and what went wrong with asking for one.
import type { Problem } from '../api/types.ts';
import { sentence } from '../format/numbers.ts';
import { plain_problem } from './problems.ts';

export type LetterLink = { what: 'contact' | 'back'; link: string };

const shape = /^(contact|back)=(fhm_[a-z2-7]{52})$/;

/** What a letter's link carries behind its #; nothing where it is something else. */
export function letter_in(fragment: string): LetterLink | undefined {
  const [, what, link] = shape.exec(fragment.trim()) ?? [];
  return what && link ? { what: what as LetterLink['what'], link } : undefined;
}

/** Enough to spare a letter to nowhere; the engine looks closer. */
export function is_address(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}

export function letter_problem(problem: Problem): string {
  if (problem.status === 429 || problem.status === 503) {
    return `${sentence(problem.detail ?? problem.title)} Look for those that came, also among unwanted mail, or wait an hour.`;
  }
  return plain_problem(problem);
}
