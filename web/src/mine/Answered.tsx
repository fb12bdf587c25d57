// What was asked of one experience before, and what its teller made of it.
import { useState } from 'preact/hooks';
import { answer_question, withdraw_answer, type Question } from '../api/questions.ts';
import { use_focus_back } from '../state/deed.ts';
import { Answer } from './Answer.tsx';
import { asked_line, ended_line, questions_summary } from './questions_in_words.ts';
import { use_deed } from './problems.ts';

interface OneProps {
  claim: string;
  one: Question;
  on_change: (one: Question) => void;
}

function One({ claim, one, on_change }: OneProps) {
  const [writing, set_writing] = useState(false);
  const { busy, problem, run } = use_deed();
  const answered = one.state === 'answered';
  const again = use_focus_back(writing);
  const withdraw = () => run(async () => on_change(await withdraw_answer(claim, one.number)));
  return (
    <li data-question={one.number}>
      <p class="base">{asked_line(one)}</p>
      <p class="asked-words" dir="auto">{one.question}</p>
      {answered && !writing && <blockquote class="words" dir="auto"><p>{one.answer}</p></blockquote>}
      <p class="base" role="status">{ended_line(one)}.</p>
      {writing
        ? (
          <Answer
            number={one.number} before={one.answer ?? ''} send={answered ? 'Say it so' : 'Send the answer'} focus
            on_answer={async (words) => { on_change(await answer_question(claim, one.number, words)); set_writing(false); }}
          >
            <button type="button" class="button" onClick={() => set_writing(false)}>Leave it</button>
          </Answer>
        )
        : (
          <p class="own-ways">
            <button type="button" class="button" ref={again} onClick={() => set_writing(true)}>{answered ? 'Say it anew' : 'Answer after all'}</button>
            {answered && <button type="button" class="button grave" disabled={busy} onClick={() => void withdraw()}>Take the answer back</button>}
          </p>
        )}
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
    </li>
  );
}

interface Props {
  claim: string;
  questions: readonly Question[];
  on_questions: (questions: Question[]) => void;
}

export function Answered({ claim, questions, on_questions }: Props) {
  const ended = questions.filter((one) => one.state !== 'open');
  if (ended.length === 0) return null;
  return (
    <details class="answered">
      <summary>{questions_summary(ended)}</summary>
      <ol class="versions">
        {ended.map((one) => <One key={one.number} claim={claim} one={one} on_change={(now) => on_questions(questions.map((each) => (each.number === now.number ? now : each)))} />)}
      </ol>
    </details>
  );
}
