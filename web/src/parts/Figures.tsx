// The head of the landscape: how many told, how wide the gap is, when, in which words.
// Each figure is a door to the words it rests on.
import type { ComponentChildren } from 'preact';
import type { SearchAnswer, Histogram, TellingWord } from '../api/types.ts';
import { GroupMark } from '../charts/GapMark.tsx';
import { Timeline } from '../charts/Timeline.tsx';
import { count, experiences, people, points } from '../format/numbers.ts';
import { has_term, quoted, span_of, toggle_term, with_span } from '../query/line.ts';

interface Props {
  news?: ComponentChildren;
  answer: SearchAnswer;
  timeline: Histogram | undefined;
  line: string;
  on_line: (line: string) => void;
}

function base_of(answer: SearchAnswer): string {
  const parts: string[] = [];
  if (answer.total !== answer.landscape) parts.push(`of ${count(answer.landscape)} in all`);
  if (answer.without_person) parts.push(`${count(answer.without_person)} by people not known`);
  return parts.join(', ');
}

/** How people of guarded parties are among the figures, and why their words are not listed. */
export function GuardedNote({ guarded }: { guarded: SearchAnswer['guarded'] }) {
  if (!guarded) return null;
  const { steps, people: n, fewer_than } = guarded;
  return (
    <p class="base guarded-note" role="note">
      {fewer_than ? `Employees here: fewer than ${count(fewer_than)}, perhaps none. ` : `Employees here: at least ${count(n ?? 0)}. `}
      Figures count them as people, in steps of {count(steps)}.
      {guarded.words === 'withheld' && ' Their words are not listed for so narrow a question.'}
    </p>
  );
}

function Counts({ answer, news }: Pick<Props, 'answer' | 'news'>) {
  return (
    <div class="counts">
      <p role="status" class="total">
        <strong>{count(answer.total)}</strong> {answer.total === 1 ? 'experience' : 'experiences'}
        {answer.people ? <> of <strong>{count(answer.people)}</strong> {answer.people === 1 ? 'person' : 'people'}</> : null}
      </p>
      {news}
      <p class="base">{base_of(answer)}</p>
      <GuardedNote guarded={answer.guarded} />
    </div>
  );
}

function Ratings({ answer, line, on_line }: Omit<Props, 'timeline'>) {
  const { expected, felt } = answer.ratings ?? {};
  if (answer.total === 0) return null;
  if (!answer.ratings || (!expected?.count && !felt?.count)) return <p class="base">Nobody here said what they expected or felt.</p>;
  const of = answer.people ? people(answer.people) : experiences(answer.total);
  const door = (name: 'expected' | 'felt', rating: typeof felt) =>
    typeof rating?.median === 'number' ? (
      <button
        type="button" class="door" aria-pressed={has_term(line, `${name}:*`)} title={`median of the ${count(rating.count)} that say it`}
        onClick={() => on_line(toggle_term(line, `${name}:*`))}
      >
        {name} <strong>{points(rating.median)}</strong>
      </button>
    ) : null;
  return (
    <div class="group-gap">
      <GroupMark ratings={answer.ratings} of={of} size="middle" />
      <span>{door('expected', expected)} {door('felt', felt)} <span class="base">medians</span></span>
    </div>
  );
}

function TellingWords({ words, sample, total, line, on_line }: { words: TellingWord[]; sample: number | undefined; total: number } & Omit<Props, 'answer' | 'timeline'>) {
  if (words.length === 0) return null;
  return (
    <p class="telling">
      <span class="figure-name" title="what sets these experiences apart from all the others">telling words</span>
      {words.map(({ word, experiences: n, of_all, inferred }) => (
        <button
          key={word} type="button" class={`door ${inferred ? 'guessed' : ''}`} aria-pressed={has_term(line, quoted(word))}
          title={`in ${count(n)} of these, in ${count(of_all)} of all${inferred ? '; inferred' : ''}`}
          onClick={() => on_line(toggle_term(line, quoted(word)))}
        >
          {word}{inferred && <span class="for-readers"> (inferred)</span>}
        </button>
      ))}
      {sample !== undefined && sample < total && <span class="base">from a sample of {count(sample)}</span>}
    </p>
  );
}

export function Figures({ answer, timeline, line, on_line, news }: Props) {
  const words = (answer.telling_words).filter(({ word }) => !has_term(line, quoted(word)));
  return (
    <section class="figures" aria-label="Figures">
      <div>
        <Counts answer={answer} news={news} />
        <Ratings {...{ answer, line, on_line }} />
      </div>
      <div>
        <div class="when">
          {timeline && timeline.buckets.length > 0 && (
            <Timeline histogram={timeline} span={span_of(line)} on_span={(span) => on_line(with_span(line, span))} />
          )}
        </div>
        <TellingWords words={words} sample={answer.telling_sample} total={answer.total} {...{ line, on_line }} />
      </div>
    </section>
  );
}
