// What the teller of an experience was asked and answered, and the way to ask.
import { useEffect, useRef, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import { ask_teller, questions_about, type Question, type QuestionsAbout } from '../api/questions.ts';
import type { Problem } from '../api/types.ts';
import { plain_problem } from '../keeper/problems.ts';
import { asked_line, characters_in, question_characters_max, state_for_askers } from '../mine/questions_in_words.ts';
import { use_deed } from '../state/deed.ts';

const why_not: Record<QuestionsAbout['asking'], string> = {
  possible: '',
  not_yours: '',
  not_granted: 'Its teller has not said that they may be asked about it.',
  nobody: 'Nobody is known who could answer: it was told without a way back.',
  open: 'One question at a time: the next can be asked when this one is answered or declined.',
};

function One({ one }: { one: Question }) {
  return (
    <li data-question={one.number}>
      <p class="base">{asked_line(one)}</p>
      <p class="asked-words" dir="auto">{one.question}</p>
      {one.answer !== undefined && <blockquote class="words" dir="auto"><p>{one.answer}</p></blockquote>}
      <p class="base">{state_for_askers(one)}</p>
    </li>
  );
}

function Ask({ id, on_asked }: { id: string; on_asked: () => void }) {
  const [text, set_text] = useState('');
  const { busy, problem, set_problem, run } = use_deed(plain_problem);
  const field = useRef<HTMLTextAreaElement>(null);
  const left = question_characters_max - characters_in(text);
  const send = (event: Event) => {
    event.preventDefault();
    if (!text.trim() || left < 0) {
      set_problem(left < 0 ? `It is ${-left} characters too long.` : 'Write down what you want to know.');
      field.current?.focus();
      return;
    }
    void run(async () => {
      await ask_teller(id, text);
      set_text('');
      on_asked();
    });
  };
  return (
    // Escape leaves the page elsewhere: not while somebody writes.
    <form class="ask-form" onSubmit={send} noValidate onKeyDown={(event) => event.key === 'Escape' && text && event.stopPropagation()}>
      <label for="ask-teller">Ask its teller</label>
      <textarea id="ask-teller" ref={field} rows={3} value={text} dir="auto" aria-describedby="ask-means" onInput={(event) => { set_text(event.currentTarget.value); set_problem(''); }} />
      <p class="base" id="ask-means">They read it when they come back, with your role and not your name, and answer if they like. {left < 200 && `${left} characters left.`}</p>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p><button class="button" disabled={busy}>Ask</button></p>
    </form>
  );
}

/** No answer came, or none could be given just now: which is not that there is nothing to see. */
const may_be_there = ({ status }: Problem): boolean => status <= 0 || status === 429 || status >= 500;

export function Asked({ id }: { id: string }) {
  const [known, set_known] = useState<QuestionsAbout>();
  const [turn, set_turn] = useState(0);
  const [said, set_said] = useState('');
  const [unanswered, set_unanswered] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    set_unanswered(false);
    // Who may not see them misses nothing: the words stand above.
    questions_about(id, stop.signal).then(set_known, (error: unknown) => !stop.signal.aborted && set_unanswered(may_be_there(problem_of(error))));
    return () => stop.abort();
  }, [id, turn]);
  useEffect(() => {
    if (said) head.current?.focus(); // the field that had it is gone
  }, [said]);
  if (unanswered) {
    return (
      <div class="trouble" role="alert">
        <p>{said} What was asked and answered about it could not be shown.</p>
        <p><button type="button" class="button" onClick={() => set_turn(turn + 1)}>Ask once more</button></p>
      </div>
    );
  }
  if (!known || (known.questions.length === 0 && known.asking !== 'possible')) return null;
  const { questions, asking } = known;
  return (
    <section class="asked-about" aria-labelledby="asked-about-name">
      <h2 id="asked-about-name" ref={head} tabIndex={-1}>{questions.length > 0 ? 'Asked and answered' : 'A question about it?'}</h2>
      {questions.length > 0 && <ol class="asked-list">{questions.map((one) => <One key={one.number} one={one} />)}</ol>}
      <p class="base" role="status">{said || why_not[asking]}</p>
      {asking === 'possible' && <Ask key={turn} id={id} on_asked={() => { set_said('Asked. It stands here until it is answered.'); set_turn(turn + 1); }} />}
    </section>
  );
}
