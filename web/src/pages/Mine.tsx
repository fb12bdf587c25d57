// What somebody told, and everything they can do with it: by claim code, without an account.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import { all_mine, erase, mine, type OwnExperience, type SignedReceipt } from '../api/mine.ts';
import type { Problem } from '../api/types.ts';
import { counted } from '../format/numbers.ts';
import { AskedOfMe } from '../mine/AskedOfMe.tsx';
import { ComeIn } from '../mine/ComeIn.tsx';
import { ForYou } from '../mine/ForYou.tsx';
import { EraseDialog, ReceiptCard } from '../mine/Erase.tsx';
import { Owned } from '../mine/Owned.tsx';
import { Letter } from '../mine/Letter.tsx';
import { letter_in, type LetterLink } from '../mine/letters.ts';
import { plain_problem } from '../mine/problems.ts';
import { Served } from '../mine/Served.tsx';
import { Ways } from '../mine/Ways.tsx';
import { ClaimCard } from '../parts/ClaimCard.tsx';
import { Frame } from '../parts/Frame.tsx';
import { code_in, forget, held_code, hold, taken_fragment } from '../state/claim.ts';

const page = 50;

interface Held {
  claim: string;
  own: OwnExperience[];
  more: boolean;
}

/** What a claim code leads to, page by page. */
function use_mine() {
  const [held, set_held] = useState<Held>();
  const [problem, set_problem] = useState<Problem>();
  const [busy, set_busy] = useState(false);
  const load = useCallback(async (claim: string, known: OwnExperience[] = [], wanted = page) => {
    set_busy(true);
    try {
      const { experiences } = await mine(claim, known.length, wanted);
      set_held({ claim, own: [...known, ...experiences], more: experiences.length === wanted });
      set_problem(undefined);
      hold(claim);
      set_busy(false);
      return true;
    } catch (error) {
      const said = problem_of(error);
      // Another that is held stays: a link that leads to nothing takes nothing away.
      if (said.status === 401 && held_code() === claim) forget();
      set_problem(said);
    }
    set_busy(false);
    return false;
  }, []);
  return { held, set_held, problem, set_problem, busy, load };
}

type Erasing = { some: OwnExperience[]; ids: string[] | undefined };

interface HeldProps {
  held: Held;
  said: string;
  /** The code that took the place of the one they came with; shown this once. */
  fresh: string;
  receipts: SignedReceipt[];
  busy: boolean;
  problem: Problem | undefined;
  on_taken: (code: string) => Promise<void>;
  on_disowned: () => void;
  on_change: (id: string, part: Partial<OwnExperience>) => void;
  on_more: () => void;
  on_reload: (said: string) => Promise<void>;
  on_forget: () => void;
  on_erasing: (erasing: Erasing) => void;
  on_erase_all: () => void;
}

function All({ held: { claim, own, more }, said, fresh, receipts, busy, problem, ...on }: HeldProps) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [fresh]);
  const waiting = own.filter((one) => one.behalf === 'for_you');
  // Whatever is done here takes it: first they say whose it is.
  const all_wait = waiting.length > 0 && waiting.length === own.length;
  const for_others = own.filter((one) => one.behalf === 'by_you');
  const owned = (one: OwnExperience) => (
    <Owned
      key={one.experience.id} claim={claim} own={one} on_change={(part) => on.on_change(one.experience.id, part)} on_reload={on.on_reload}
      on_erase={() => on.on_erasing({ some: [one], ids: [one.experience.id] })}
    />
  );
  return (
    <>
      <div class="mine-head">
        <h1 ref={head} tabIndex={-1}>{all_wait ? 'What was told for you' : 'What you told'}</h1>
        <button type="button" class="button" onClick={on.on_forget}>Forget on this device</button>
      </div>
      <p class="promise">
        {all_wait ? 'Look at it first: nothing changes until you say whose it is.' : own.length === 0 ? 'Nothing of yours is here.' : `${more ? 'The newest ' : ''}${counted(own.length, 'experience')}, as you told ${own.length === 1 ? 'it' : 'them'}. What you change here holds at once.`}
      </p>
      <p class="own-said" role="status">{said}</p>
      {problem && <p class="trouble" role="alert">{plain_problem(problem)}</p>}
      {receipts.map((receipt, i) => <ReceiptCard key={receipt.signature} receipt={receipt} focus={i === 0} />)}
      {fresh && <ClaimCard title="Your own code" code={fresh} open={false}><p>It is yours now. Keep this code: the one that was handed to you opens nothing any more, and nobody can find this one again.</p></ClaimCard>}
      {waiting.length > 0 && <ForYou claim={claim} waiting={waiting} on_taken={on.on_taken} on_disowned={on.on_disowned} />}
      {own.length > 0 && <AskedOfMe claim={claim} of={own} on_reload={on.on_reload} />}
      {own.length === 0 && receipts.length === 0 && <p>Your code is good, but what it led to is gone. <a href="/tell">Tell something</a>, and it stands here.</p>}
      {own.filter((one) => !one.behalf).map(owned)}
      {for_others.length > 0 && (
        <section class="for-others" aria-labelledby="for-others-name">
          <h2 id="for-others-name">Told for somebody else, not claimed yet</h2>
          <p>It is theirs. Until they come for it you can amend, withdraw and erase it; then you see it no more. That they may be asked, or that it is shown outside, only they can allow.</p>
          {for_others.map(owned)}
        </section>
      )}
      {more && <p class="mine-more"><button type="button" class="button" disabled={busy} onClick={on.on_more}>Show more</button></p>}
      {!all_wait && <p class="mine-tell"><a href="/tell">Tell another</a>: it will stand here, too.</p>}
      {own.length > waiting.length && <div class="all-ways"><Served claim={claim} of={own.length - waiting.length} /></div>}
      {!all_wait && <Ways claim={claim} many={own.length - waiting.length} waits={waiting.length > 0} on_reload={on.on_reload} on_erase_all={on.on_erase_all} />}
    </>
  );
}

function Gone({ receipts }: { receipts: SignedReceipt[] }) {
  return (
    <>
      <h1>Nothing of yours is here any more</h1>
      <p class="promise">Your claim codes lead to nothing now, and this device has forgotten them.</p>
      {receipts.map((receipt, i) => <ReceiptCard key={receipt.signature} receipt={receipt} focus={i === 0} />)}
      <p><a href="/tell">Tell something new</a></p>
    </>
  );
}

export function Mine() {
  const { held, set_held, problem, set_problem, busy, load } = use_mine();
  const [first, set_first] = useState('');
  const [said, set_said] = useState('');
  const [receipts, set_receipts] = useState<SignedReceipt[]>([]);
  const [erasing, set_erasing] = useState<Erasing>();
  const [letter, set_letter] = useState<LetterLink>();
  const [fresh, set_fresh] = useState('');
  const [gone, set_gone] = useState(false);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = 'What I told · firsthand';
    const come = () => {
      const fragment = taken_fragment();
      if (!fragment || fragment === 'main') return false;
      const came_by = letter_in(fragment);
      // Whatever stood here was by another link.
      set_letter(came_by);
      start_anew();
      if (came_by) return true;
      // It is out of the address by now: whatever comes of asking, it stays in the field.
      set_first(fragment);
      const read = code_in(fragment);
      if ('code' in read) void load(read.code);
      return true;
    };
    const claim = come() ? undefined : held_code();
    if (claim) void load(claim);
    addEventListener('hashchange', come);
    return () => removeEventListener('hashchange', come);
  }, []);
  // Of what stands there by then: two switches may be on their way at once.
  const change = (id: string, part: Partial<OwnExperience>) =>
    set_held((now) => now && { ...now, own: now.own.map((one) => (one.experience.id === id ? { ...one, ...part } : one)) });
  const reload = async (what: string) => {
    if (!held) return;
    const shown = await load(held.claim, [], Math.max(page, held.own.length));
    set_said(shown ? what : `${what} It could not be shown anew: what stands here is from before.`);
  };
  const taken = async (code: string) => {
    // Shown before it is used: whatever happens then, they have it.
    set_fresh(code);
    set_said('It is yours now.');
    await load(code);
  };
  // All but receipts: each is shown once, and holds no words.
  const start_anew = () => {
    set_held(undefined);
    set_problem(undefined);
    set_fresh('');
    set_said('');
    set_erasing(undefined);
    set_gone(false);
  };
  const leave = (what: string) => {
    forget();
    start_anew();
    set_first('');
    set_said(what);
    main.current?.focus();
  };
  const erase_these = async () => {
    if (!held || !erasing) return;
    const receipt = await erase(held.claim, erasing.ids);
    const left = held.own.filter((own) => erasing.ids && !erasing.ids.includes(own.experience.id));
    const all = !erasing.ids || (left.length === 0 && !held.more);
    if (all) leave('');
    set_gone(all);
    set_receipts([receipt, ...receipts]);
    set_erasing(undefined);
    if (all) return;
    set_held((now) => now && { ...now, own: now.own.filter((own) => !erasing.ids?.includes(own.experience.id)) });
    if (left.length === 0) await load(held.claim);
  };
  // All of it: the question is about what is not on the page yet as well.
  const ask_for_all = async () => {
    if (!held) return;
    try {
      set_erasing({ some: await all_mine(held.claim), ids: undefined });
    } catch (error) {
      set_problem(problem_of(error));
    }
  };
  const go_in = (claim: string | undefined) => {
    set_letter(undefined);
    if (!claim) return;
    // It may be there this once: whatever comes of asking, it stays in the field.
    set_first(claim);
    void load(claim);
  };
  return (
    <Frame class="mine" tell={false} who={false}>
      <main id="main" tabIndex={-1} ref={main}>
        {gone && <Gone receipts={receipts} />}
        {!held && !gone && receipts.map((receipt) => <ReceiptCard key={receipt.signature} receipt={receipt} focus={false} />)}
        {letter && <Letter key={letter.link} letter={letter} on_claim={go_in} on_in={() => go_in(held_code())} />}
        {!held && !gone && !letter && <ComeIn said={said} problem={problem} first={first} busy={busy} on_code={(code) => void load(code)} />}
        {held && (
          <All
            held={held} said={said} fresh={fresh} on_taken={taken} on_disowned={() => leave('It went back to who told it, and is used for nothing.')} receipts={receipts} busy={busy} problem={problem} on_change={change}
            on_more={() => void load(held.claim, held.own)} on_reload={reload} on_forget={() => leave('This device has forgotten the code.')} on_erasing={set_erasing} on_erase_all={() => void ask_for_all()}
          />
        )}
        {erasing && <EraseDialog some={erasing.some} all={!erasing.ids} on_close={() => set_erasing(undefined)} on_erase={erase_these} />}
      </main>
    </Frame>
  );
}
