// One experience with everything known of it.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { experience, experiences_of, problem_of } from '../api/client.ts';
import type { Experience, Problem, SignifierValue } from '../api/types.ts';
import { count, day, language, moment, points, sentence } from '../format/numbers.ts';
import { mark_in_words } from '../format/ratings.ts';
import { Asked } from '../parts/Asked.tsx';
import { Frame } from '../parts/Frame.tsx';
import { Trouble } from '../parts/Notices.tsx';
import { SignInNeeded } from '../parts/Who.tsx';
import { Guessed, Mark } from '../parts/Words.tsx';
import { column_name } from '../query/columns.ts';
import { column_key, quoted } from '../query/line.ts';
import { address_of, plain_view } from '../query/view.ts';
import { go } from '../state/address.ts';

function landscape_of(column: string, value: string): string {
  return address_of({ ...plain_view, q: `${column}:${quoted(value)}` });
}

function Door({ column, value }: { column: string; value: string }) {
  return <a href={landscape_of(column, value)} title={`All with ${column} ${value}`}>{value}</a>;
}

function PoleLine({ scale, from, to }: { scale: number; from: string; to: string }) {
  return (
    <span class="pole">
      <span>{from}</span>
      <svg width="120" height="14" role="img" aria-label={`${Math.round(scale * 100)} of 100 from ${from} to ${to}`}>
        <line class="track" x1="4" x2="116" y1="7" y2="7" />
        <circle class="dot" cx={4 + scale * 112} cy="7" r="4" />
      </svg>
      <span>{to}</span>
    </span>
  );
}

function ShareList({ share }: { share: Record<string, number> }) {
  return (
    <span class="share">
      {Object.entries(share).map(([name, part]) => <span key={name}>{name} <strong>{Math.round(part * 100)} %</strong></span>)}
    </span>
  );
}

function Meaning({ name, value }: { name: string; value: SignifierValue }) {
  const column = column_key(name);
  if (typeof value === 'string') return <Door column={column} value={value} />;
  if (typeof value === 'number') return <>{points(value)}</>;
  if (typeof value === 'boolean') return <>{value ? 'yes' : 'no'}</>;
  if (Array.isArray(value)) {
    return <span class="several">{value.map((one) => <Door key={one} column={column} value={one} />)}</span>;
  }
  if ('date' in value) return <>{moment(value.date)}</>;
  if ('share' in value) return <ShareList share={value.share} />;
  return <PoleLine {...value} />;
}

type Row = [string, ComponentChildren];

function known(one: Experience): Row[] {
  const rows: Row[] = [];
  const door = (name: string, column: string, value: string | undefined) => {
    if (value) rows.push([name, <Door column={column} value={value} />]);
  };
  if (one.lived_at) rows.push(['Lived', moment(one.lived_at)]);
  rows.push(['Told', moment(one.told_at)]);
  if (one.behalf) rows.push(['Told for', 'somebody else, who has not taken it as theirs yet']);
  door('Kind', 'kind', one.kind);
  door('Party', 'party', one.party);
  door('Function', 'function', one.function);
  for (const subject of one.subjects ?? []) door(column_name(subject.level), subject.level, subject.name);
  door('Touchpoint', 'touchpoint', one.touchpoint);
  door('Stage', 'stage', one.stage);
  door('Channel', 'channel', one.channel);
  door('Unit', 'unit', one.unit);
  if (one.lang) rows.push(['Language', <a href={landscape_of('lang', one.lang)}>{language(one.lang)}</a>]);
  else if (one.inferred?.lang) rows.push(['Language', <Guessed>{language(one.inferred.lang)}</Guessed>]);
  return rows;
}

function origin(one: Experience): Row[] {
  const rows: Row[] = [];
  if (one.source) rows.push(['Source', <Door column="source" value={one.source} />]);
  if (one.source_id) rows.push(['Its id there', one.source_id]);
  if (one.scale && one.original) {
    const said = [one.original.expected, one.original.felt].map((rating) => (rating === undefined ? 'not said' : points(rating)));
    rows.push(['As rated there', `expected ${said[0]}, felt ${said[1]}, on a scale of ${one.scale.replace('..', ' to ')}`]);
  }
  rows.push(['Its id here', one.id]);
  if (one.version > 1) rows.push(['Version', count(one.version)]);
  return rows;
}

function Rows({ rows }: { rows: Row[] }) {
  return <dl class="rows">{rows.map(([name, value], i) => <div key={i}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

/** The words of others who met at the same place and time of the relationship. */
function SamePlace({ one }: { one: Experience }) {
  const parts = (['touchpoint', 'stage'] as const).flatMap((column) => (one[column] ? [`${column}:${quoted(one[column])}`] : []));
  if (parts.length === 0) return null;
  const place = [one.touchpoint, one.stage].filter(Boolean).join(', ');
  return <p class="same-place"><a href={address_of({ ...plain_view, q: parts.join(' ') })}>What others told of {place}</a></p>;
}

function SamePerson({ one }: { one: Experience }) {
  const [others, set_others] = useState<Experience[]>();
  useEffect(() => {
    const stop = new AbortController();
    if (one.person) {
      experiences_of(one.person, stop.signal).then((all) => set_others(all.filter((other) => other.id !== one.id)), () => undefined);
    }
    return () => stop.abort();
  }, [one.person, one.id]);
  if (!others?.length) return null;
  return (
    <section class="same-person" aria-labelledby="same-person-name">
      <h2 id="same-person-name">More from this person</h2>
      <ol>
        {others.map((other) => (
          <li key={other.id}>
            <a href={`/e/${other.id}`}>
              <span class="same-when">{day(other.lived_at ?? other.told_at)}{other.touchpoint && `, ${other.touchpoint}`}</span>
              <span class="same-words" lang={other.lang ?? other.inferred?.lang} dir="auto">{other.text || 'Told without words'}</span>
              <Mark hit={other} />
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Whole({ one }: { one: Experience }) {
  const signifiers = Object.entries(one.signifiers ?? {});
  const rated = one.expected !== undefined || one.felt !== undefined;
  return (
    <article class="whole" aria-label={`Experience ${one.id}`}>
      <h1 class="for-readers">An experience{one.lived_at ? ` of ${day(one.lived_at)}` : ''}</h1>
      <div class="whole-words">
        {one.text.trim() ? (
          <blockquote class="words large" lang={one.lang ?? one.inferred?.lang} dir="auto"><p>{one.text}</p></blockquote>
        ) : (
          <p class="wordless">Told without words</p>
        )}
        {rated && (
          <div class="whole-mark">
            <Mark hit={one} size="large" />
            <p class="base" aria-hidden="true">{sentence(mark_in_words(one.expected, one.felt))}</p>
          </div>
        )}
        <Asked key={one.id} id={one.id} />
        <SamePlace one={one} />
        <SamePerson one={one} />
      </div>
      <div class="whole-known">
        <h2>What was said with it</h2>
        <Rows rows={known(one)} />
        {signifiers.length > 0 && <h2>Meaning given</h2>}
        <Rows rows={signifiers.map(([name, value]) => [column_name(name), <Meaning name={name} value={value} />])} />
        <h2>Where it comes from</h2>
        <Rows rows={origin(one)} />
      </div>
    </article>
  );
}

export function ExperiencePage({ id }: { id: string }) {
  const [one, set_one] = useState<Experience>();
  const [problem, set_problem] = useState<Problem>();
  useEffect(() => {
    const stop = new AbortController();
    document.title = `${id} · firsthand`;
    set_problem(undefined);
    experience(id, stop.signal).then(set_one, (error: unknown) => {
      if (!stop.signal.aborted) set_problem(problem_of(error));
    });
    return () => stop.abort();
  }, [id]);
  const back = () => (history.length > 1 ? history.back() : go('/'));
  // Before the first paint: someone quick may go back at once.
  useLayoutEffect(() => {
    const on_key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') back();
    };
    document.addEventListener('keydown', on_key);
    return () => document.removeEventListener('keydown', on_key);
  }, []);
  return (
    <Frame class="experience" search={<nav aria-label="Back"><button type="button" class="door" onClick={back}>back<span class="to-where"> to the landscape</span></button></nav>}>
      <main id="main" tabIndex={-1}>
        {problem?.status === 404 && (
          <section class="none">
            <h1>There is no experience {id} here</h1>
            <p>It may have been taken back by the person who told it. <a href="/">See what is here.</a></p>
          </section>
        )}
        {problem?.status === 401 && <SignInNeeded />}
        {problem && problem.status !== 404 && problem.status !== 401 && <Trouble problem={problem} stale={false} />}
        {one?.id === id && !problem && <Whole one={one} />}
      </main>
    </Frame>
  );
}
