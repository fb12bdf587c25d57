// For anyone, on a phone, in a hurry. Nothing is asked for but the words.
import { useEffect, useRef, useState } from 'preact/hooks';
import { problem_of, search, session, tell } from '../api/client.ts';
import type { Purpose } from '../api/mine.ts';
import type { Draft, Problem, Receipt } from '../api/types.ts';
import { forget, held_code } from '../state/claim.ts';
import { forget_invitation } from '../state/invitation.ts';
import { use_session } from '../state/session.ts';
import { Frame } from '../parts/Frame.tsx';
import { asks_for_privacy, Grants, usual_grants } from '../parts/Grants.tsx';
import { InvitedBy, NotInvited, use_invitation, type Came, type Invited } from './Invited.tsx';
import { Sent } from './Sent.tsx';
import { Choices, kinds, parties, Preview, Rating, When } from './TellFields.tsx';
import { code_has_ended, draft_of, keep, kept, new_once, problem_words, type Told } from './told.ts';

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

/** Who is here with a claim code tells in the same hand, unless they say otherwise. */
function SameHand({ on_forget }: { on_forget: () => void }) {
  return (
    <p class="same-hand">
      It will stand with <a href="/mine">what you told before</a>. <button type="button" class="door" onClick={on_forget}>Not you? Forget that code</button>
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
  const [held, set_held] = useState(held_code);
  const touchpoints = use_touchpoints();
  const change = (part: Partial<Told>) => {
    const next = { ...told, ...part };
    set_told(next);
    keep(next);
    if (part.text?.trim()) set_missing(false);
  };
  const send = async (invited: Invited | undefined, claim: string | undefined) => {
    if (sending) return;
    if (!told.text.trim()) {
      set_missing(true);
      words.current?.focus();
      return;
    }
    set_sending(true);
    set_problem(undefined);
    try {
      const once = told.once || new_once();
      if (invited) change({ once });
      const receipt = await tell({
        draft: draft_of({ ...told, once }, invited !== undefined), grants: told.grants, behalf: told.behalf, claim, invitation: invited?.secret,
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
    void send(came.invited, held);
  };
  const without_invitation = () => {
    came.drop();
    void send(undefined, held);
  };
  const forget_code = () => {
    forget();
    set_held(undefined);
  };
  const without_code = () => {
    forget_code();
    void send(came.invited, undefined);
  };
  const refused = came.invited !== undefined && (problem?.status === 409 || problem?.status === 404);
  return (
    <form class="tell-form" onSubmit={submit} noValidate>
      <h1><label for="tell-words">What did you live?</label></h1>
      {came.invited && <InvitedBy {...came.invited} />}
      {came.problem && <NotInvited problem={came.problem} />}
      <Promised grants={told.grants} />
      {held && <SameHand on_forget={forget_code} />}
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
      <p class="base">You can change this at any time with {held ? 'your claim code' : 'the claim code you get after sending'}.</p>
      <div role="alert">{problem && <p class="trouble">{problem_words(problem, held !== undefined)}</p>}</div>
      {refused && <p class="tell-without"><button type="button" class="button" onClick={without_invitation}>Tell it without the invitation</button></p>}
      {problem && code_has_ended(problem, held !== undefined) && (
        <p class="tell-without">
          <button type="button" class="button" onClick={without_code}>Tell it without that code</button>
          {' '}<a class="button" href="/mine">Come in with another</a>
        </p>
      )}
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
