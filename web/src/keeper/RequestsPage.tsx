// What people ask of the organisation: handed in for them, followed, answered.
import { useEffect, useRef, useState } from 'preact/hooks';
import { cancel_request, request, request_result, request_statuses, requests, set_wait_hours, wait_hours } from '../api/rights.ts';
import type { SubjectRequest } from '../api/types.ts';
import { save } from '../charts/export.ts';
import { counted, experiences, moment } from '../format/numbers.ts';
import { receipt_file } from '../mine/Erase.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { Skeleton } from '../parts/Notices.tsx';
import { go, use_address } from '../state/address.ts';
import { use_answer, use_deed } from './asking.ts';
import { HandIn } from './HandIn.tsx';
import { Keeping, NotAnswered } from './Keeping.tsx';
import { plain_problem } from './problems.ts';
import { hours_in, request_line, requests_address, requests_in, requests_page, status_words, type_words, type RequestsPlace } from './rights_words.ts';

function Wait() {
  const { value, problem: unanswered, set_value, again } = use_answer(wait_hours);
  const [text, set_text] = useState<string>();
  const [said, set_said] = useState('');
  const { busy, problem, set_problem, run } = use_deed();
  if (unanswered) return <NotAnswered problem={unanswered} on_again={again} />;
  if (value === undefined) return null;
  const shown = text ?? String(value);
  const keep = (event: Event) => {
    event.preventDefault();
    const read = hours_in(shown);
    if ('wrong' in read) return set_problem(read.wrong);
    void run(async () => {
      const kept = await set_wait_hours(read.hours);
      set_value(() => kept);
      set_text(undefined);
      set_said('Saved, for what is handed in from now on.');
    });
  };
  return (
    <form class="keep-part" aria-labelledby="wait-name" onSubmit={keep} noValidate>
      <h2 id="wait-name">How long an erasure waits</h2>
      <p>Time for somebody to look at it, and to cancel it. Access and portability never wait.</p>
      <div class="threshold">
        <label for="wait-hours">Before it begins</label>
        <input id="wait-hours" type="number" inputMode="numeric" min={0} max={720} value={shown} onInput={(event) => { set_text(event.currentTarget.value); set_problem(''); }} />
        <span class="base">{shown === '0' ? 'hours: at once' : shown === '1' ? 'hour' : 'hours'}</span>
      </div>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="keep-ways">
        <button class="button main" disabled={busy || shown === String(value)}>Save</button>
        <span class="own-said" role="status">{shown === String(value) ? said : ''}</span>
      </p>
    </form>
  );
}

function Row({ one, place }: { one: SubjectRequest; place: RequestsPlace }) {
  const id = one.subject_request_id;
  return (
    <li class="keep-row" data-request={id}>
      <div class={`keep-what request ${one.request_status}`}>
        <h3><a href={requests_address({ ...place, id })}>{type_words[one.subject_request_type].name}<span class="for-readers"> {id.slice(0, 8)}</span></a> <span class="base">{id.slice(0, 8)}</span></h3>
        <p class="base">{request_line(one)}</p>
      </div>
    </li>
  );
}

interface ResultProps {
  one: SubjectRequest;
  on_cancel: () => void;
  on_again: () => void;
}

function Outcome({ one, on_cancel, on_again }: ResultProps) {
  const { busy, problem, run } = use_deed();
  const id = one.subject_request_id;
  const fetch_it = () => run(async () => {
    const data = await request_result(id);
    save(`${one.subject_request_type}-${id.slice(0, 8)}.json`, 'application/json', `${JSON.stringify(data, null, 2)}\n`);
  });
  const { receipt } = one;
  return (
    <>
      {one.results_url && <p>The answer holds their words: hand it to them alone. Fetching it is noted for them as a reading, and in the audit.</p>}
      {one.request_status === 'completed' && one.subject_request_type !== 'erasure' && !one.results_url && <p>The answer is past: it is to be had for 30 days. Hand in another request for what is kept now.</p>}
      {receipt && <p>The receipt is signed by this installation and holds none of their words: give it to whom it belonged to.</p>}
      <p class="keep-ways">
        {one.results_url && <button type="button" class="button main" disabled={busy} onClick={() => void fetch_it()}>Save the answer</button>}
        {receipt && <button type="button" class="button main" onClick={() => save(`firsthand-receipt-${id.slice(0, 8)}.json`, 'application/json', receipt_file(receipt))}>Save the receipt</button>}
        {(one.request_status === 'pending' || one.request_status === 'in_progress') && <button type="button" class="button" onClick={on_again}>Look again</button>}
        {one.request_status === 'pending' && <button type="button" class="button grave" onClick={on_cancel}>Cancel it</button>}
      </p>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
    </>
  );
}

function facts(one: SubjectRequest): [string, string][] {
  const rows: [string, string][] = [['Received', moment(one.received_time)], ['Handed in by', one.handed_in_by], ['Status', status_words[one.request_status]]];
  if (one.request_status === 'pending' && one.expected_completion_time) rows.push(['Begins', moment(one.expected_completion_time)]);
  if (one.ended_time) rows.push([one.request_status === 'cancelled' ? 'Cancelled' : 'Ended', moment(one.ended_time)]);
  if (one.experiences !== undefined) rows.push(['It was about', one.experiences === 0 ? 'nothing: nobody here goes by that name' : experiences(one.experiences)]);
  rows.push(['Its id', one.subject_request_id]);
  return rows;
}

interface OpenedProps {
  place: RequestsPlace;
  /** What was done to it just now. */
  said: string;
  on_said: (said: string) => void;
}

function Opened({ place, said, on_said }: OpenedProps) {
  const { value: one, problem, set_value, again } = use_answer((signal) => request(place.id, signal), [place.id]);
  const [cancelling, set_cancelling] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  const there = one?.subject_request_id;
  useEffect(() => head.current?.focus(), [there]);
  const back = requests_address({ ...place, id: '' });
  return (
    <section class="request-open" aria-labelledby="opened-name">
      <p><a href={back}>All requests</a></p>
      {problem?.status === 404 && <p class="keep-none" id="opened-name">There is no such request.</p>}
      {problem && problem.status !== 404 && <><h2 id="opened-name">A request</h2><NotAnswered problem={problem} on_again={again} /></>}
      {!one && !problem && <><h2 id="opened-name" class="for-readers">A request</h2><Skeleton /></>}
      {one && !problem && (
        <>
          <p class="own-said" role="status">{said}</p>
          <h2 id="opened-name" ref={head} tabIndex={-1}>{type_words[one.subject_request_type].name}: somebody asks {type_words[one.subject_request_type].done}</h2>
          <dl class="rows">{facts(one).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
          <Outcome one={one} on_cancel={() => set_cancelling(true)} on_again={again} />
        </>
      )}
      {cancelling && (
        <Confirm
          title="Cancel this request?" in_words={plain_problem} yes="Cancel the request" no="Leave it" on_close={() => set_cancelling(false)}
          on_yes={async () => { const now = await cancel_request(place.id); set_value(() => now); on_said('Cancelled: nothing is erased.'); }}
        >
          <p>Nothing is erased. Whom it was about is forgotten; it can be handed in anew.</p>
        </Confirm>
      )}
    </section>
  );
}

function List({ place, on_said }: { place: RequestsPlace; on_said: (id: string, said: string) => void }) {
  const { value, problem, again } = use_answer((signal) => requests(place, signal), [place.status, place.offset]);
  const made = (one: SubjectRequest) => {
    on_said(one.subject_request_id, 'Handed in.');
    go(requests_address({ ...place, status: '', offset: 0, id: one.subject_request_id }));
  };
  if (problem) return <NotAnswered problem={problem} on_again={again} />;
  const shown = value?.slice(0, requests_page) ?? [];
  const more = (value?.length ?? 0) > requests_page;
  return (
    <>
      <form class="keep-filters" aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
        <div class="field">
          <label for="request-status">Status</label>
          <select id="request-status" value={place.status} onChange={(event) => go(requests_address({ ...requests_in(`?status=${event.currentTarget.value}`) }), 'replace')}>
            <option value="">any</option>
            {request_statuses.map((one) => <option key={one} value={one}>{status_words[one]}</option>)}
          </select>
        </div>
      </form>
      <section aria-labelledby="all-requests">
        <h2 id="all-requests" class="for-readers">{place.status ? `Requests: ${status_words[place.status]}` : 'All requests'}</h2>
        {!value && <Skeleton />}
        {value && shown.length === 0 && (
          <p class="keep-none">{place.offset > 0 ? 'There is nothing older.' : place.status ? 'There is none of that status.' : 'Nobody has asked for anything yet. Machines hand requests in with a key that has the right “request”; you can do it below.'}</p>
        )}
        {shown.length > 0 && <ul class="keep-list">{shown.map((one) => <Row key={one.subject_request_id} one={one} place={place} />)}</ul>}
      </section>
      {(place.offset > 0 || more) && (
        <nav class="keep-ways request-pages" aria-label="Pages of requests">
          {place.offset > 0 && <a class="button" href={requests_address({ ...place, offset: Math.max(0, place.offset - requests_page) })}>Newer</a>}
          {more && <a class="button" href={requests_address({ ...place, offset: place.offset + requests_page })}>Older</a>}
          <span class="base">{counted(shown.length, 'request')} here, from {place.offset + 1}</span>
        </nav>
      )}
      <HandIn on_done={made} />
      <Wait />
    </>
  );
}

function Requests() {
  const { search } = use_address();
  const place = requests_in(search);
  const [done, set_done] = useState({ id: '', said: '' });
  if (!place.id) return <List place={place} on_said={(id, said) => set_done({ id, said })} />;
  return <Opened key={place.id} place={place} said={done.id === place.id ? done.said : ''} on_said={(said) => set_done({ id: place.id, said })} />;
}

export function RequestsPage() {
  return (
    <Keeping here="/requests" title="Requests" lead="What people ask of the organisation: to see what is kept of them, to take it along, to have it erased.">
      {() => <Requests />}
    </Keeping>
  );
}
