// An answer while it is written: the first one, or other words in its place.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { answer_characters_max, characters_in } from './questions_in_words.ts';
import { use_deed } from './problems.ts';

interface Props {
  number: number;
  before: string;
  send: string;
  focus: boolean;
  on_answer: (words: string) => Promise<void>;
  children?: ComponentChildren;
}

export function Answer({ number, before, send, focus, on_answer, children }: Props) {
  const [words, set_words] = useState(before);
  const { busy, problem, set_problem, run } = use_deed();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focus) field.current?.focus();
  }, []);
  const answer = (event: Event) => {
    event.preventDefault();
    const characters = characters_in(words);
    if (!words.trim()) return set_problem('A few words are needed. You may also leave it unanswered.');
    if (characters > answer_characters_max) return set_problem(`It has ${characters} characters; ${answer_characters_max} are kept at most.`);
    void run(() => on_answer(words));
  };
  return (
    <form class="answer-form" onSubmit={answer}>
      <label for={`answer-${number}`}>Your answer</label>
      <textarea id={`answer-${number}`} ref={field} rows={3} value={words} dir="auto" onInput={(event) => { set_words(event.currentTarget.value); set_problem(''); }} />
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="own-ways">
        <button type="submit" class="button main" disabled={busy || words === before}>{send}</button>
        {children}
      </p>
    </form>
  );
}
