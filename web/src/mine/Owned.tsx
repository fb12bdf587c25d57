// One experience as its teller sees it: the words, what may be done with them, who did.
import { useState } from 'preact/hooks';
import { grant, type OwnExperience, type Purpose } from '../api/mine.ts';
import { problem_of } from '../api/client.ts';
import { counted, day, moment } from '../format/numbers.ts';
import { mark_in_words } from '../format/ratings.ts';
import { sentence } from '../format/numbers.ts';
import { Grants } from '../parts/Grants.tsx';
import { Mark } from '../parts/Words.tsx';
import { Amend } from './Amend.tsx';
import { Answered } from './Answered.tsx';
import { grants_summary, history_lines, reading_line, readings_summary, source_rule } from './in_words.ts';
import { Masking } from './Masking.tsx';
import { plain_problem } from './problems.ts';
import { use_focus_back } from '../state/deed.ts';

interface Props {
  claim: string;
  own: OwnExperience;
  on_change: (change: Partial<OwnExperience>) => void;
  on_reload: (said: string) => Promise<void>;
  on_erase: () => void;
}

function Head({ own: { experience: one } }: { own: OwnExperience }) {
  const about = [one.kind === 'story' ? '' : one.kind, one.touchpoint, one.unit].filter(Boolean).join(' · ');
  return (
    <header class="own-head">
      <h2>{one.lived_at ? day(one.lived_at) : moment(one.told_at)}</h2>
      <p class="base">{about && `${about} · `}{one.lived_at && `told ${moment(one.told_at)} · `}{one.id}</p>
    </header>
  );
}

function Told({ own: { experience: one } }: { own: OwnExperience }) {
  return (
    <>
      {one.text.trim()
        ? <blockquote class="words" lang={one.lang ?? one.inferred?.lang} dir="auto"><p>{one.text}</p></blockquote>
        : <p class="wordless">Told without words</p>}
      {(one.expected !== undefined || one.felt !== undefined) && (
        <div class="own-mark">
          <Mark hit={one} />
          <p class="base" aria-hidden="true">{sentence(mark_in_words(one.expected, one.felt))}</p>
        </div>
      )}
    </>
  );
}

const few = 5;
/** The engine tells readings by the day for so long, then by the month. */
const told_by_day_ms = 90 * 86_400_000;

function Readings({ own: { readings } }: { own: OwnExperience }) {
  const [all, set_all] = useState(false);
  const shown = all ? readings : readings.slice(0, few);
  if (readings.length === 0) return <p class="own-fact">{readings_summary(readings)}.</p>;
  const by_month = readings.some((note) => Date.parse(note.day) < Date.now() - told_by_day_ms);
  return (
    <details>
      <summary>{readings_summary(readings)}</summary>
      <ul class="notes">{shown.map((note) => <li key={`${note.day} ${note.actor} ${note.purpose}`}>{reading_line(note)}</li>)}</ul>
      {readings.length > shown.length && <button type="button" class="door" onClick={() => set_all(true)}>all {counted(readings.length, 'note')}</button>}
      {by_month && <p class="notes">What is longer ago than some three months is counted by the month, under its last day.</p>}
    </details>
  );
}

function History({ own: { history, source } }: { own: OwnExperience }) {
  const lines = history_lines(history);
  return (
    <details>
      <summary>What it was allowed for, since when{history.length > 1 && `: changed ${counted(history.length - 1, 'time')}`}</summary>
      <p class="notes">{source_rule(source)}</p>
      <ol class="notes">
        {lines.map((line, i) => <li key={i}><time dateTime={line.at}>{line.when}</time><span>{line.what} <span class="base">{line.who}</span></span></li>)}
      </ol>
    </details>
  );
}

function Earlier({ own: { earlier, experience, behalf } }: { own: OwnExperience }) {
  if (earlier.length === 0) return null;
  const before = (earlier[0]?.version ?? 1) - 1;
  return (
    <details>
      <summary>{counted(earlier.length, 'earlier version')}, {behalf ? 'which nobody else here reads' : 'for you alone'}</summary>
      <ol class="versions">
        {[...earlier].reverse().map((version) => (
          <li key={version.version}>
            <p class="base">Version {version.version}</p>
            {version.text === undefined
              ? <p class="wordless">These words were let go. Nobody has them any more.</p>
              : <blockquote class="words" lang={experience.lang ?? experience.inferred?.lang} dir="auto"><p>{version.text}</p></blockquote>}
          </li>
        ))}
      </ol>
      {before > 0 && <p class="notes">Before these {before === 1 ? 'was one more, whose words are' : `were ${before} more, whose words are`} not kept: of every experience the newest {earlier.length} earlier versions are.</p>}
    </details>
  );
}

/** What it was told for others is not allowed by them: no more than this can be. */
const offered_for_others: readonly Purpose[] = ['read', 'count'];

/** The switch moves at once and goes back where the engine refuses; the words beside it wait for its answer. */
function use_granting({ claim, own, on_change }: Props) {
  const [wanted, set_wanted] = useState<readonly Purpose[]>();
  const [said, set_said] = useState('');
  const [problem, set_problem] = useState('');
  const id = own.experience.id;
  const change = async (grants: Purpose[]) => {
    set_wanted(grants);
    set_problem('');
    try {
      await grant(claim, [id], grants);
      const step = { at: new Date().toISOString(), grants, by: own.behalf === 'by_you' ? 'who told it' : 'teller' };
      on_change({ grants, history: [...own.history, step] });
      set_said(`From now on ${grants_summary(grants, own.behalf)}.`);
    } catch (error) {
      set_problem(plain_problem(problem_of(error)));
    }
    set_wanted(undefined);
  };
  return { grants: wanted ?? own.grants, busy: wanted !== undefined, said, problem, change };
}

/** As it stands, with nothing to be done to it yet. */
export function Waiting({ own }: { own: OwnExperience }) {
  return (
    <article class="own" aria-label={`Told for you, ${own.experience.id}`} data-id={own.experience.id} data-behalf={own.behalf}>
      <Head own={own} />
      <Told own={own} />
      <p class="base">So far {grants_summary(own.grants, own.behalf)}.</p>
      <div class="own-more">
        <Readings own={own} />
        <History own={own} />
        <Earlier own={own} />
      </div>
    </article>
  );
}

export function Owned(props: Props) {
  const { claim, own, on_reload, on_erase } = props;
  const one = own.experience;
  const [amending, set_amending] = useState(false);
  const amend = use_focus_back(amending);
  const { grants, busy, said, problem, change } = use_granting(props);
  const others = own.behalf === 'by_you';
  return (
    <article class="own" aria-label={`What you told${others ? ' for somebody else' : ''}, ${one.id}`} data-id={one.id} data-behalf={own.behalf}>
      <Head own={own} />
      {amending
        ? <Amend claim={claim} one={one} others={others} on_close={() => set_amending(false)} on_done={() => on_reload('Your new words hold from now on.').then(() => set_amending(false))} />
        : <Told own={own} />}
      {!amending && (
        <p class="own-ways">
          <button type="button" class="button" ref={amend} onClick={() => set_amending(true)}>Amend the words</button>
          <button type="button" class="button" disabled={busy || grants.length === 0} onClick={() => change([])}>{grants.length === 0 ? 'Withdrawn' : 'Withdraw'}</button>
          <button type="button" class="button grave" onClick={on_erase}>Erase</button>
        </p>
      )}
      <Grants id={one.id} legend="It may be used so" grants={grants} busy={busy} on_grants={change} {...(others ? { offered: offered_for_others } : {})} />
      {!others && own.words !== 'as_told' && grants.includes('read') && <Masking claim={claim} own={own} on_change={props.on_change} />}
      <p class="own-said" role="status">{said}{!said && grants.length === 0 && `It is ${grants_summary(grants, own.behalf)}.`}</p>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <div class="own-more">
        <Answered claim={claim} questions={own.questions} on_questions={(questions) => props.on_change({ questions })} />
        <Readings own={own} />
        <History own={own} />
        <Earlier own={own} />
      </div>
    </article>
  );
}
