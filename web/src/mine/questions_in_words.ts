// Who asks, what became of a question, and what figures something counted in: as sentences for
// whoever told it.
import type { AskerRole, Question, ServedFigure, ServedFigures } from '../api/questions.ts';
import { counted, day, experiences } from '../format/numbers.ts';

export const asker_words: Record<AskerRole, string> = {
  listener: 'a listener, who reads what people tell',
  steward: 'a steward, who reads what people tell and may ask again',
  keeper: 'a keeper, who looks after what people tell',
  key: 'a machine of the organisation',
  host: 'someone at the machine itself',
};

const short_asker: Record<AskerRole, string> = {
  listener: 'a listener', steward: 'a steward', keeper: 'a keeper', key: 'a machine of the organisation', host: 'someone at the machine itself',
};

const sentence_start = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const question_characters_max = 1000;
export const answer_characters_max = 10_000;

/** Counted as the engine does: an emoji is one or a few, not its halves. */
export const characters_in = (text: string): number => [...text].length;

export function asked_line({ by, asked_at }: Pick<Question, 'by' | 'asked_at'>): string {
  return sentence_start(`${short_asker[by]} asked on ${day(asked_at)}`);
}

/** What became of it, as its teller reads it. */
export function ended_line({ state, ended_at }: Pick<Question, 'state' | 'ended_at'>): string {
  const when = ended_at ? ` on ${day(ended_at)}` : '';
  if (state === 'answered') return `You answered${when}`;
  if (state === 'declined') return `You chose not to answer${when}`;
  return state === 'withdrawn' ? `You took your answer back${when}` : 'It waits for your answer';
}

/** The same, as those who asked read it. */
export function state_for_askers({ state, ended_at }: Pick<Question, 'state' | 'ended_at'>): string {
  const when = ended_at ? ` on ${day(ended_at)}` : '';
  if (state === 'answered') return `Answered${when}`;
  if (state === 'declined') return `Its teller chose not to answer${when}`;
  return state === 'withdrawn' ? `Answered, and taken back${when}` : 'Waits for the answer';
}

export function questions_summary(questions: readonly Question[]): string {
  const answered = questions.filter((one) => one.state === 'answered').length;
  return `Asked ${questions.length === 1 ? 'once' : counted(questions.length, 'time')}, ${answered === 0 ? 'not answered' : answered === questions.length ? 'answered' : `${answered} answered`}`;
}

function times_in_words(times: number): string {
  if (times === 1) return 'once';
  return times === 2 ? 'twice' : counted(times, 'time');
}

/** What the figures were of, as it was asked. */
export function figure_subject({ question, from, to, match, purpose }: Pick<ServedFigure, 'question' | 'from' | 'to' | 'match' | 'purpose'>): string {
  const asked = question.trim() ? `“${question.trim()}”` : 'everything people told';
  const span = from && to ? `, lived from ${from} to ${to}` : from ? `, lived since ${from}` : to ? `, lived until ${to}` : '';
  return `${asked}${match === 'any' ? ', any of the words' : ''}${span}${purpose === 'share' ? ', for the public' : ''}`;
}

export function figure_line({ by, times, last, experiences: many }: Pick<ServedFigure, 'by' | 'times' | 'last' | 'experiences'>): string {
  return `${times_in_words(times)}, last on ${day(last)} · asked by ${short_asker[by]}${many > 1 ? ` · ${experiences(many)} of yours` : ''}`;
}

/** Among which questions it was looked for: no others are kept. */
export function looked_at({ days, questions_at_most }: Pick<ServedFigures, 'days' | 'questions_at_most'>): string {
  return `Looked at are the last ${counted(questions_at_most, 'different question')} for which the organisation had figures made in the last ${counted(days, 'day')}`;
}

/** The first words of something longer, never cut inside one. */
export function first_words(text: string, most: number): string {
  const plain = text.trim().replaceAll(/\s+/g, ' ');
  if (plain.length <= most) return plain;
  const cut = plain.lastIndexOf(' ', most);
  return `${cut > 0 ? plain.slice(0, cut) : [...plain].slice(0, most).join('')} …`;
}
