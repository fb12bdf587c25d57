// Questions of the organisation that wait for an answer, about whatever somebody told.
import { useEffect, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import { answer_question, decline_question, questions_to_me, type QuestionToMe } from '../api/questions.ts';
import { counted, day } from '../format/numbers.ts';
import { Answer } from './Answer.tsx';
import { asker_words, first_words } from './questions_in_words.ts';
import { not_shown, use_deed } from './problems.ts';

interface OneProps {
  claim: string;
  one: QuestionToMe;
  on_done: (said: string) => Promise<void>;
}

function One({ claim, one, on_done }: OneProps) {
  const { busy, problem, run } = use_deed();
  const decline = (never: boolean) => run(async () => {
    await decline_question(claim, one.number, never);
    await on_done(never ? 'Nobody asks you about what you told any more. You can allow it again at each of them.' : 'You chose not to answer. Nobody asks why.');
  });
  return (
    <li class="asked" data-question={one.number}>
      <p class="base">About what you told on {day(one.told_at)}: <q dir="auto">{first_words(one.text, 90) || 'told without words'}</q></p>
      <p class="asked-words" dir="auto">{one.question}</p>
      <p class="base">{day(one.asked_at)}, by {asker_words[one.by]}. They do not learn who you are by it.</p>
      <Answer
        number={one.number} before="" send="Send the answer" focus={false}
        on_answer={async (words) => {
          await answer_question(claim, one.number, words);
          await on_done('Thank you. Your answer stands with what you told, and you can change it or take it back.');
        }}
      >
        <button type="button" class="button" disabled={busy} onClick={() => void decline(false)}>Do not answer</button>
        <button type="button" class="button grave" disabled={busy} onClick={() => void decline(true)}>Do not ask me again</button>
      </Answer>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
    </li>
  );
}

interface Props {
  claim: string;
  /** Whatever changes when what is theirs does. */
  of: unknown;
  on_reload: (said: string) => Promise<void>;
}

export function AskedOfMe({ claim, of, on_reload }: Props) {
  const [open, set_open] = useState<QuestionToMe[]>([]);
  const [problem, set_problem] = useState('');
  const [attempt, set_attempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    questions_to_me(claim).then(
      (all) => {
        if (!wanted) return;
        set_open(all.filter((one) => one.state === 'open'));
        set_problem('');
      },
      (error: unknown) => wanted && set_problem(not_shown(problem_of(error))),
    );
    return () => void (wanted = false);
  }, [claim, of, attempt]);
  // Ended at once, whatever comes of showing all the rest anew.
  const done = async ({ number }: QuestionToMe, said: string) => {
    await on_reload(said);
    set_open((now) => now.filter((one) => one.number !== number));
  };
  return (
    <>
      {problem && (
        <div class="trouble" role="alert">
          <p>What you are asked could not be shown. {problem}</p>
          <p class="ways"><button type="button" class="button" onClick={() => set_attempt((n) => n + 1)}>Ask once more</button></p>
        </div>
      )}
      {open.length > 0 && (
        <section class="asked-of-me" aria-labelledby="asked-name">
          <h2 id="asked-name">{open.length === 1 ? 'You are asked something' : `You are asked ${counted(open.length, 'thing')}`}</h2>
          <p class="base">Answer if you like. An answer is yours as the rest is: shown to who may read that, masked like it, and gone with it.</p>
          <ul class="asked-list">{open.map((one) => <One key={one.number} claim={claim} one={one} on_done={(said) => done(one, said)} />)}</ul>
        </section>
      )}
    </>
  );
}
