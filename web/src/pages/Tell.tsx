// For anyone, on a phone, in a hurry. Nothing is asked for but the words.
import { useEffect, useRef, useState } from 'preact/hooks';
import { problem_of, search, session, tell } from '../api/client.ts';
import type { Purpose } from '../api/mine.ts';
import type { Draft, Problem, Receipt } from '../api/types.ts';
import { GapMark } from '../charts/GapMark.tsx';
import { sentence } from '../format/numbers.ts';
import { mark_in_words } from '../format/ratings.ts';
import { forget, held_code } from '../state/claim.ts';
import { forget_invitation } from '../state/invitation.ts';
import { use_session } from '../state/session.ts';
import { use_width } from '../state/width.ts';
import { Frame } from '../parts/Frame.tsx';
import { asks_for_privacy, Grants, usual_grants } from '../parts/Grants.tsx';
import { InvitedBy, NotInvited, use_invitation, type Came, type Invited } from './Invited.tsx';
import { Sent } from './Sent.tsx';

type Kind = NonNullable<Draft['kind']>;
type Party = NonNullable<Draft['party']> | '';

interface Told {
  text: string;
  lived_at: string;
  touchpoint: string;
  kind: Kind;
  party: Party;
  expected: number | undefined;
  felt: number | undefined;
  grants: readonly Purpose[];
  behalf: boolean;
  /** Under which an invited telling is sent, so that sending it again is the same one. */
  once: string;
}

const blank: Told = { text: '', lived_at: '', touchpoint: '', kind: 'story', party: '', expected: undefined, felt: undefined, grants: usual_grants, behalf: false, once: '' };
const key = 'firsthand.told';

const kinds: [Kind, string][] = [
  ['story', 'what happened'], ['question', 'a question'], ['wish', 'a wish'],
  ['workaround', 'a way round something'], ['thanks', 'thanks'], ['concern', 'a worry'],
];
const parties: [Party, string][] = [
  ['', 'rather not say'], ['customer', 'a customer'], ['employee', 'someone who works there'],
  ['partner', 'a partner'], ['other', 'someone else'],
];

function kept(): Told {
  try {
    return { ...blank, ...(JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<Told>) };
  } catch {
    return blank;
  }
}

function keep(told: Told | undefined): void {
  try {
    if (told) sessionStorage.setItem(key, JSON.stringify(told));
    else sessionStorage.removeItem(key);
  } catch {
    // Without storage the words live as long as the page.
  }
}

// What the invitation says comes with it: it takes the place of whatever stands here.
function draft_of(told: Told, invited: boolean): Draft {
  const draft: Draft = { text: told.text, source: 'tell', kind: told.kind };
  if (invited) draft.source_id = told.once;
  if (told.lived_at) draft.lived_at = told.lived_at;
  if (told.touchpoint.trim()) draft.touchpoint = told.touchpoint.trim();
  if (told.party) draft.party = told.party;
  if (told.expected !== undefined) draft.expected = told.expected;
  if (told.felt !== undefined) draft.felt = told.felt;
  return draft;
}

function days_ago(days: number): string {
  const date = new Date();
  date.setDate(date.getDate() - days);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

interface RatingProps {
  name: string;
  legend: string;
  low: string;
  high: string;
  value: number | undefined;
  on_value: (value: number | undefined) => void;
}

function Rating({ name, legend, low, high, value, on_value }: RatingProps) {
  return (
    <fieldset class={`rating ${name}`}>
      <legend>{legend}</legend>
      <label class="choice unsaid">
        <input type="radio" name={name} checked={value === undefined} onChange={() => on_value(undefined)} />
        <span>not said</span>
      </label>
      <div class="points">
        {Array.from({ length: 11 }, (_, n) => (
          <label key={n}>
            <input type="radio" name={name} checked={value === n} onChange={() => on_value(n)} />
            <span>{n}<span class="for-readers">{n === 0 ? `, ${low}` : n === 10 ? `, ${high}` : ''}</span></span>
          </label>
        ))}
      </div>
      <p class="poles" aria-hidden="true"><span>{low}</span><span>{high}</span></p>
    </fieldset>
  );
}

interface ChoicesProps<Choice extends string> {
  name: string;
  legend: string;
  choices: [Choice, string][];
  value: Choice;
  on_value: (value: Choice) => void;
}

function Choices<Choice extends string>({ name, legend, choices, value, on_value }: ChoicesProps<Choice>) {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {choices.map(([id, text]) => (
        <label key={id} class="choice">
          <input type="radio" name={name} checked={value === id} onChange={() => on_value(id)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

function use_touchpoints(): string[] {
  const [touchpoints, set_touchpoints] = useState<string[]>([]);
  useEffect(() => {
    session()
      .then((known) => (known.rights.includes('count') ? search({ limit: 0, facets: ['touchpoint'], facet_limit: 100 }) : Promise.reject(known)))
      .then((answer) => set_touchpoints(answer.facets[0]?.values.map((value) => value.value) ?? []))
      .catch(() => undefined); // Suggestions only: the field works without them.
  }, []);
  return touchpoints;
}

const privacy_note = 'Your browser asks every site to pass nothing on (Global Privacy Control), so this starts off.';

function problem_words(problem: Problem): string {
  if (problem.status === 0) return 'It could not be sent: there is no connection. Your words are still here; try again in a moment.';
  return `It was not taken: ${sentence(problem.detail ?? problem.title)} ${problem.advice ? sentence(problem.advice) : ''} Your words are still here.`;
}

function When({ value, on_value }: { value: string; on_value: (value: string) => void }) {
  return (
    <div class="field">
      <label for="tell-when">When was it?</label>
      <div class="when-row">
        <input id="tell-when" type="date" value={value} min="1900-01-01" max={days_ago(0)} onInput={(event) => on_value(event.currentTarget.value)} />
        <button type="button" class="button" aria-pressed={value === days_ago(0)} onClick={() => on_value(days_ago(0))}>today</button>
        <button type="button" class="button" aria-pressed={value === days_ago(1)} onClick={() => on_value(days_ago(1))}>yesterday</button>
      </div>
    </div>
  );
}

/** The gap mark as it is being made, its 0 and 10 under those of the two rows. */
function Preview({ expected, felt }: Pick<Told, 'expected' | 'felt'>) {
  const { ref, width } = use_width<HTMLDivElement>(580);
  const said = expected !== undefined || felt !== undefined;
  return (
    <div class="preview" aria-live="polite" ref={ref}>
      {said ? (
        <>
          <GapMark expected={expected} felt={felt} size="large" width={width} inset={width / 22} />
          <p class="base" aria-hidden="true">{sentence(mark_in_words(expected, felt))}</p>
        </>
      ) : <p class="base">Your two ratings will be drawn here.</p>}
    </div>
  );
}

/** Who is here with a claim code tells in the same hand, unless they say otherwise. */
function SameHand() {
  const [held, set_held] = useState(held_code() !== undefined);
  if (!held) return null;
  const other = () => {
    forget();
    set_held(false);
  };
  return (
    <p class="same-hand">
      It will stand with <a href="/mine">what you told before</a>. <button type="button" class="door" onClick={other}>Not you? Forget that code</button>
    </p>
  );
}

const offered_for_others: readonly Purpose[] = usual_grants;

function Behalf({ on, on_change }: { on: boolean; on_change: (on: boolean) => void }) {
  return (
    <div class="behalf">
      <label class="behalf-box">
        <input type="checkbox" checked={on} aria-describedby="behalf-means" onChange={() => on_change(!on)} />
        <span>I tell this for somebody else</span>
      </label>
      <p class="base" id="behalf-means">
        {on
          ? 'It is theirs. You get a second code to hand over to them; once they take it, you see it no more. Until then members see that it was told on somebody’s behalf, and it counts as nobody known.'
          : 'For someone who cannot write, or asked you to: it will be theirs, not yours.'}
      </p>
    </div>
  );
}

/** What a field would say is said by the invitation. */
function said_by(came: Came, field: keyof Draft): boolean {
  return came.invited?.what.about[field] !== undefined;
}

function Promised({ grants }: { grants: readonly Purpose[] }) {
  const known = use_session();
  const readers = known?.who === 'host' ? 'whoever can open this page' : 'those who work here with what people tell';
  return (
    <p class="promise" id="tell-promise">
      {grants.includes('read')
        ? <>Your words are kept exactly as you write them, and {readers} can read and find them as soon as you send them.</>
        : <>Your words are kept exactly as you write them, and nobody here reads them unless you allow it.</>}
      {' '}Your name is not asked for, so leave out whatever should not be read by others.
    </p>
  );
}

interface FormProps {
  came: Came;
  on_sent: (sent: SentOne) => void;
}

function Form({ came, on_sent }: FormProps) {
  const [told, set_told] = useState(kept);
  const [problem, set_problem] = useState<Problem>();
  const [missing, set_missing] = useState(false);
  const [sending, set_sending] = useState(false);
  const words = useRef<HTMLTextAreaElement>(null);
  const touchpoints = use_touchpoints();
  const change = (part: Partial<Told>) => {
    const next = { ...told, ...part };
    set_told(next);
    keep(next);
    if (part.text?.trim()) set_missing(false);
  };
  const send = async (invited: Invited | undefined) => {
    if (sending) return;
    if (!told.text.trim()) {
      set_missing(true);
      words.current?.focus();
      return;
    }
    set_sending(true);
    try {
      const once = told.once || crypto.randomUUID().replaceAll('-', '');
      if (invited) change({ once });
      const receipt = await tell({
        draft: draft_of({ ...told, once }, invited !== undefined), grants: told.grants, behalf: told.behalf, claim: held_code(), invitation: invited?.secret,
      });
      keep(undefined);
      if (invited) forget_invitation();
      on_sent({ receipt, read: told.grants.includes('read'), behalf: told.behalf });
    } catch (error) {
      set_problem(problem_of(error));
      set_sending(false);
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void send(came.invited);
  };
  const without = () => {
    came.drop();
    set_problem(undefined);
    void send(undefined);
  };
  const refused = came.invited !== undefined && (problem?.status === 409 || problem?.status === 404);
  return (
    <form class="tell-form" onSubmit={submit} noValidate>
      <h1><label for="tell-words">What did you live?</label></h1>
      {came.invited && <InvitedBy {...came.invited} />}
      {came.problem && <NotInvited problem={came.problem} />}
      <Promised grants={told.grants} />
      <SameHand />
      <textarea
        id="tell-words" ref={words} rows={6} value={told.text} required aria-describedby="tell-promise tell-missing"
        aria-invalid={missing ? 'true' : undefined} onInput={(event) => change({ text: event.currentTarget.value })}
      />
      <p class="note" id="tell-missing" role="alert">{missing && 'A few words are needed; all the rest may stay open.'}</p>
      <Behalf on={told.behalf} on_change={(behalf) => change({ behalf, ...(behalf ? { grants: told.grants.filter((one) => offered_for_others.includes(one)) } : {}) })} />
      <p class="base optional">All that follows may stay as it is.</p>
      <When value={told.lived_at} on_value={(lived_at) => change({ lived_at })} />
      {!said_by(came, 'touchpoint') && <div class="field">
        <label for="tell-where">Where did it happen?</label>
        <input
          id="tell-where" type="text" list="tell-touchpoints" value={told.touchpoint} placeholder="the shop, the app, a call …"
          autocomplete="off" maxLength={200} onInput={(event) => change({ touchpoint: event.currentTarget.value })}
        />
        <datalist id="tell-touchpoints">{touchpoints.map((touchpoint) => <option key={touchpoint} value={touchpoint} />)}</datalist>
      </div>}
      <Rating name="expected" legend="What did you expect?" low="the worst" high="the best" value={told.expected} on_value={(expected) => change({ expected })} />
      <Rating name="felt" legend="How did it feel?" low="the worst" high="the best" value={told.felt} on_value={(felt) => change({ felt })} />
      <Preview expected={told.expected} felt={told.felt} />
      {!said_by(came, 'kind') && <Choices name="kind" legend="It is" choices={kinds} value={told.kind} on_value={(kind) => change({ kind })} />}
      {!said_by(came, 'party') && <Choices name="party" legend={told.behalf ? 'They are' : 'You are'} choices={parties} value={told.party} on_value={(party) => change({ party })} />}
      <Grants
        id="tell" legend="It may be used so" grants={told.grants} on_grants={(grants) => change({ grants })}
        notes={asks_for_privacy() ? { share: privacy_note } : {}} {...(told.behalf ? { offered: offered_for_others } : {})}
      />
      <p class="base">You can change this at any time with {held_code() ? 'your claim code' : 'the claim code you get after sending'}.</p>
      <div role="alert">{problem && <p class="trouble">{problem_words(problem)}</p>}</div>
      {refused && <p class="tell-without"><button type="button" class="button" onClick={without}>Tell it without the invitation</button></p>}
      <button type="submit" class="button main" disabled={sending}>{sending ? 'Sending' : 'Send'}</button>
    </form>
  );
}

function Elsewhere() {
  const reads = use_session()?.rights.includes('read') ?? false;
  return (
    <nav class="tell-nav" aria-label="Elsewhere">
      {reads && <a href="/">read what others told</a>}
      <a href="/mine">what you told before</a>
    </nav>
  );
}

interface SentOne {
  receipt: Receipt;
  read: boolean;
  behalf: boolean;
}

export function Tell() {
  const [sent, set_sent] = useState<SentOne>();
  const came = use_invitation();
  useEffect(() => {
    document.title = 'Tell one · firsthand';
  }, []);
  return (
    <Frame class="tell" tell={false} search={<Elsewhere />}>
      <main id="main" tabIndex={-1}>
        {sent
          ? <Sent {...sent} on_again={() => { came.drop(); set_sent(undefined); }} />
          : !came.asking && <Form came={came} on_sent={set_sent} />}
      </main>
    </Frame>
  );
}
