// What tellers are asked and answer, and in which figures they counted.
import { ask } from './client.ts';
import type { Question, QuestionsAbout, QuestionsToMe, QuestionToMe, ServedFigures } from './types.ts';

export type { Question, QuestionsAbout, QuestionToMe, ServedFigure, ServedFigures } from './types.ts';
export type AskerRole = Question['by'];

export function questions_about(id: string, signal?: AbortSignal): Promise<QuestionsAbout> {
  return ask(`/v1/experiences/${encodeURIComponent(id)}/questions`, { signal });
}

export function ask_teller(id: string, question: string): Promise<Question> {
  return ask(`/v1/experiences/${encodeURIComponent(id)}/questions`, { body: { question } });
}

const page = 100;

/** All of them, however many pages it takes. */
export async function questions_to_me(claim: string): Promise<QuestionToMe[]> {
  const all: QuestionToMe[] = [];
  for (;;) {
    const { questions } = await ask<QuestionsToMe>(`/v1/mine/questions?limit=${page}&offset=${all.length}`, { claim });
    all.push(...questions);
    if (questions.length < page) return all;
  }
}

export function answer_question(claim: string, number: number, answer: string): Promise<Question> {
  return ask(`/v1/mine/questions/${number}/answer`, { claim, body: { answer } });
}

export function withdraw_answer(claim: string, number: number): Promise<Question> {
  return ask(`/v1/mine/questions/${number}/answer`, { claim, method: 'DELETE' });
}

export function decline_question(claim: string, number: number, never_again: boolean): Promise<Question> {
  return ask(`/v1/mine/questions/${number}/decline`, { claim, body: { never_again } });
}

export function served(claim: string): Promise<ServedFigures> {
  return ask('/v1/mine/figures', { claim });
}
