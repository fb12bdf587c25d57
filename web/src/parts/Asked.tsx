// What the teller of an experience was asked and answered, and the way to ask.
import { useEffect, useRef, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import { ask_teller, questions_about, type Question, type QuestionsAbout } from '../api/questions.ts';
import { plain_problem } from '../keeper/problems.ts';
import { asked_line, characters_in, question_characters_max, state_for_askers } from '../mine/questions_in_words.ts';

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
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const left = question_characters_max - characters_in(text);
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    if (!text.trim() || left < 0) {
      set_problem(left < 0 ? `It is ${-left} characters too long.` : 'Write down what you want to know.');
      field.current?.focus();
      return;
    }
    set_busy(true);
    try {
      await ask_teller(id, text);
      set_text('');
      on_asked();
    } catch (error) {
      set_problem(plain_problem(problem_of(error)));
    }
    set_busy(false);
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

export function Asked({ id }: { id: string }) {
  const [known, set_known] = useState<QuestionsAbout>();
  const [turn, set_turn] = useState(0);
  const [said, set_said] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    // Who may not see them misses nothing: the words stand above.
    questions_about(id, stop.signal).then(set_known, () => undefined);
    return () => stop.abort();
  }, [id, turn]);
  if (!known || (known.questions.length === 0 && known.asking !== 'possible')) return null;
  const { questions, asking } = known;
  return (
    <section class="asked-about" aria-labelledby="asked-about-name">
      <h2 id="asked-about-name">{questions.length > 0 ? 'Asked and answered' : 'A question about it?'}</h2>
      {questions.length > 0 && <ol class="asked-list">{questions.map((one) => <One key={one.number} one={one} />)}</ol>}
      <p class="base" role="status">{said || why_not[asking]}</p>
      {asking === 'possible' && <Ask key={turn} id={id} on_asked={() => { set_said('Asked. It stands here until it is answered.'); set_turn(turn + 1); }} />}
    </section>
  );
}
