// How long things are kept: timers, tried out before they are set, and what they erased.
import { useEffect, useRef, useState } from 'preact/hooks';
import { sources } from '../api/keeping.ts';
import { due_by, end_timer, kinds, receipts, set_timer, timers, type TimerKind } from '../api/rights.ts';
import type { KeptReceipt, RetentionAsk, RetentionDue, RetentionRule, RetentionRules } from '../api/types.ts';
import { save } from '../charts/export.ts';
import { counted, day, experiences, moment, people } from '../format/numbers.ts';
import { receipt_file } from '../mine/Erase.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { Skeleton } from '../parts/Notices.tsx';
import { use_answer, use_deed } from './asking.ts';
import { Keeping, NotAnswered } from './Keeping.tsx';
import { plain_problem } from './problems.ts';
import { about_in_words, days_in_words, receipt_line, timer_in } from './rights_words.ts';

/** What a look found: gone to, so that who cannot see it hears it. */
function Tried({ due }: { due: RetentionDue }) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => line.current?.focus(), [due]);
  if (due.experiences === 0) return <p class="tried" ref={line} tabIndex={-1}><strong>Nothing would go now.</strong> It erases what gets old enough from then on.</p>;
  return (
    <div class="tried">
      <p ref={line} tabIndex={-1}><strong>{experiences(due.experiences)} would go now</strong>, of {people(due.people)}{due.people === 0 ? ' known' : ''}. Nothing is erased by looking.</p>
      <table class="audit tried-sources">
        <caption class="for-readers">What would go, by source</caption>
        <thead><tr><th scope="col">Source</th><th scope="col">Experiences</th><th scope="col">People</th><th scope="col">Of nobody known</th><th scope="col">Told</th></tr></thead>
        <tbody>
          {due.sources.map((one) => (
            <tr key={one.source}>
              <td>{one.source || 'no source named'}</td>
              <td>{counted(one.experiences, 'experience')}</td>
              <td>{people(one.people)}</td>
              <td>{one.without_person > 0 && `${one.without_person} of nobody known`}</td>
              <td>{day(one.oldest)}{one.newest !== one.oldest && ` to ${day(one.newest)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface MakeProps {
  known: readonly string[];
  on_set: (rule: RetentionRule) => void;
}

function Make({ known, on_set }: MakeProps) {
  const [source, set_source] = useState('');
  const [kind, set_kind] = useState<TimerKind | ''>('');
  const [days, set_days] = useState('');
  const [spares, set_spares] = useState(false);
  const [tried, set_tried] = useState<{ ask: RetentionAsk; due: RetentionDue }>();
  const { busy, problem, set_problem, run } = use_deed();
  const field = useRef<HTMLInputElement>(null);
  const source_field = useRef<HTMLInputElement>(null);
  // What was looked at is what is set: a change asks for another look.
  useEffect(() => {
    set_tried(undefined);
    set_problem('');
  }, [source, kind, days, spares]);
  const look = (event: Event) => {
    event.preventDefault();
    const read = timer_in({ source, kind, days, spares });
    if ('wrong' in read) {
      set_problem(read.wrong);
      (read.field === 'days' ? field : source_field).current?.focus();
      return;
    }
    void run(async () => set_tried({ ask: read.ask, due: await due_by(read.ask) }));
  };
  const set = () => tried && void run(async () => {
    on_set(await set_timer(tried.ask));
    set_source('');
    set_kind('');
    set_days('');
    set_spares(false);
  });
  return (
    <form class="keep-form" aria-labelledby="timer-name" onSubmit={look} noValidate>
      <h2 id="timer-name">Make a timer</h2>
      <p class="base">For a source, a kind, or what is both. One for the same takes the place of the earlier.</p>
      <div class="two-fields">
        <div class="field">
          <label for="timer-source">Source</label>
          <input id="timer-source" ref={source_field} type="text" value={source} list="timer-sources" autocomplete="off" spellcheck={false} placeholder="any" onInput={(event) => set_source(event.currentTarget.value)} />
          <datalist id="timer-sources">{known.map((one) => <option key={one} value={one} />)}</datalist>
        </div>
        <div class="field">
          <label for="timer-kind">Kind</label>
          <select id="timer-kind" value={kind} onChange={(event) => set_kind(event.currentTarget.value as TimerKind | '')}>
            <option value="">any</option>
            {kinds.map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
        </div>
      </div>
      <div class="field timer-days">
        <label for="timer-days">Kept for so many days</label>
        <input id="timer-days" ref={field} type="number" inputMode="numeric" min={1} max={36500} value={days} aria-describedby="timer-days-mean" aria-invalid={!!problem && !/^\d+$/.test(days)} onInput={(event) => set_days(event.currentTarget.value)} />
        <p class="base" id="timer-days-mean">{days_in_words(days)}</p>
      </div>
      <fieldset class="keep-choices">
        <legend>What its teller holds a claim code to</legend>
        <label><input type="radio" name="timer-claimed" checked={!spares} onChange={() => set_spares(false)} /> <span>goes as well <span class="base">a promise to keep nothing longer holds for everybody</span></span></label>
        <label><input type="radio" name="timer-claimed" checked={spares} onChange={() => set_spares(true)} /> <span>is spared <span class="base">they can erase it themselves</span></span></label>
      </fieldset>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      {tried && <Tried due={tried.due} />}
      <p class="keep-ways">
        {!tried && <button class="button main" disabled={busy}>See what would go</button>}
        {tried && <button type="button" class={`button ${tried.due.experiences > 0 ? 'grave' : 'main'}`} disabled={busy} onClick={set}>Set the timer</button>}
        <span class="base">{tried ? (tried.due.experiences > 0 ? 'A running server begins at once. What is erased cannot be brought back.' : '') : 'First a look: nothing is set by it.'}</span>
      </p>
    </form>
  );
}

function Row({ rule, on_end }: { rule: RetentionRule; on_end: () => void }) {
  const what = about_in_words(rule);
  return (
    <li class="keep-row" data-timer={rule.number}>
      <div class="keep-what">
        <h3>{what}</h3>
        <p class="base">kept for {counted(rule.days, 'day')} after the day {rule.days === 1 ? 'it was' : 'they were'} told · {rule.claimed === 'spare' ? 'spares what is claimed' : 'claimed ones go as well'} · set {day(rule.set_at)} by {rule.set_by}</p>
      </div>
      <p class="keep-ways"><button type="button" class="button" aria-label={`End the timer for ${what}`} onClick={on_end}>End</button></p>
    </li>
  );
}

const page = 10;

function Receipts() {
  const [shown, set_shown] = useState(page);
  const { value, problem, again } = use_answer((signal) => receipts(shown + 1, signal), [shown]);
  if (problem) return <NotAnswered problem={problem} on_again={again} />;
  if (!value) return <Skeleton />;
  return (
    <section class="keep-part" aria-labelledby="receipts-name">
      <h2 id="receipts-name">What was erased</h2>
      <p>By timers, on request, and what a start finished after a crash or a restore; each with a receipt that this installation has signed. Ids and counts, never words.</p>
      {value.length === 0
        ? <p class="keep-none">Nothing has been erased so far.</p>
        : (
          <ul class="keep-list">
            {value.slice(0, shown).map((one: KeptReceipt) => (
              <li class="keep-row" key={one.number}>
                <div class="keep-what">
                  <h3>{experiences(one.experiences)}</h3>
                  <p class="base">{receipt_line(one)}</p>
                </div>
                <p class="keep-ways">
                  <button type="button" class="button" aria-label={`Save the receipt ${one.number}`} onClick={() => save(`firsthand-receipt-${one.number}.json`, 'application/json', receipt_file(one))}>Save the receipt</button>
                </p>
              </li>
            ))}
          </ul>
        )}
      {value.length > shown && <p class="keep-ways"><button type="button" class="button" onClick={() => set_shown(shown + page)}>Show older</button></p>}
    </section>
  );
}

interface Loaded extends RetentionRules {
  known: string[];
}

async function load(signal: AbortSignal): Promise<Loaded> {
  const [kept, all] = await Promise.all([timers(signal), sources(signal)]);
  return { ...kept, known: all.map((one) => one.source).filter(Boolean) };
}

function Timers() {
  const { value, problem, again } = use_answer(load);
  const [said, set_said] = useState('');
  const [ending, set_ending] = useState<RetentionRule>();
  const [turn, set_turn] = useState(0);
  if (problem && !value) return <NotAnswered problem={problem} on_again={again} />;
  if (!value) return <Skeleton />;
  const done = (words: string) => {
    set_said(words);
    set_turn(turn + 1);
    again();
  };
  return (
    <>
      <p class="own-said" role="status">{said}</p>
      <section aria-labelledby="all-timers">
        <h2 id="all-timers" class="for-readers">All timers</h2>
        {problem && <NotAnswered problem={problem} on_again={again} />}
        {value.rules.length === 0
          ? <p class="keep-none">Nothing is erased by itself: what people tell is kept until they erase it.</p>
          : <ul class="keep-list">{value.rules.map((one) => <Row key={one.number} rule={one} on_end={() => set_ending(one)} />)}</ul>}
        {value.rules.length > 0 && (
          <p class="base timers-ran">{value.last_pass ? `They last ran ${moment(value.last_pass)}, and run once a day (UTC) while the server does.` : 'They have not run yet: a server runs them within the minute.'}</p>
        )}
      </section>
      <Make known={value.known} on_set={(rule) => done(`Set: ${about_in_words(rule).toLowerCase()} for ${counted(rule.days, 'day')}.`)} />
      <Receipts key={turn} />
      {ending && (
        <Confirm
          title={`End the timer for ${about_in_words(ending)}?`} in_words={plain_problem} yes="End it" no="Keep it" on_close={() => set_ending(undefined)}
          on_yes={async () => { await end_timer(ending.number); done('The timer has ended. Nothing more is erased because of it.'); }}
        >
          <p>What it has erased stays erased. From now on these are kept, until another timer or their tellers erase them.</p>
        </Confirm>
      )}
    </>
  );
}

export function TimersPage() {
  return (
    <Keeping here="/timers" title="Timers" lead="How long what people told is kept, by source or kind. Where several fit, the shortest counts.">
      {() => <Timers />}
    </Keeping>
  );
}
