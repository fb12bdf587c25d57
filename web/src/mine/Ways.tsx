// What can be done with everything at once: take it along, join codes, get another, go.
import { useState } from 'preact/hooks';
import { contact } from '../api/contact.ts';
import { all_mine, another_code, consent_record, join } from '../api/mine.ts';
import { save } from '../charts/export.ts';
import { counted } from '../format/numbers.ts';
import { ClaimCard } from '../parts/ClaimCard.tsx';
import { code_in } from '../state/claim.ts';
import { ContactWay } from './ContactWay.tsx';
import { OneCode } from './OneCode.tsx';
import { use_deed } from './problems.ts';
import { as_html, as_json } from './take_along.ts';

function TakeAlong({ claim }: { claim: string }) {
  const { busy, problem, run } = use_deed();
  const day = new Date().toISOString().slice(0, 10);
  const json = async () => save(`what-i-told-${day}.json`, 'application/json', as_json(await all_mine(claim), location.origin, new Date(), await contact(claim)));
  const html = async () => save(`what-i-told-${day}.html`, 'text/html', as_html(await all_mine(claim), location.origin, new Date(), await contact(claim)));
  const consent = async () => save(`consent-${day}.jsonld`, 'application/ld+json', `${JSON.stringify(await consent_record(claim), null, 2)}\n`);
  return (
    <section aria-labelledby="take-name">
      <h2 id="take-name">Take it along</h2>
      <p>Everything of yours, with who read it and what was allowed when. The files hold your words: keep them as you would a diary.</p>
      <p class="ways">
        <button type="button" class="button" disabled={busy} onClick={() => void run(html)}>To read (HTML)</button>
        <button type="button" class="button" disabled={busy} onClick={() => void run(json)}>For machines (JSON)</button>
        <button type="button" class="button" disabled={busy} onClick={() => void run(consent)}>Consent record (JSON-LD)</button>
      </p>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
    </section>
  );
}

/** What waits to be taken is, by whatever is done to all of it. */
const Takes = ({ waits }: { waits: boolean }) => (waits ? <p>What somebody told for you becomes yours by it.</p> : null);

function Join({ claim, waits, on_reload }: { claim: string; waits: boolean; on_reload: (said: string) => Promise<void> }) {
  const [typed, set_typed] = useState('');
  const { busy, problem, set_problem, run } = use_deed();
  const send = (event: Event) => {
    event.preventDefault();
    const read = code_in(typed);
    if ('wrong' in read) return set_problem(read.wrong);
    if (read.code === claim) return set_problem('That is the code you are here with. Put in the other one.');
    return void run(async () => {
      const { receipts } = await join(claim, read.code);
      set_typed('');
      await on_reload(receipts.length > 0 ? `${counted(receipts.length, 'experience')} more ${receipts.length === 1 ? 'stands' : 'stand'} here now; the other code leads here, too, unless it was handed to you by who told it.` : 'Both codes lead here.');
    });
  };
  return (
    <section aria-labelledby="join-name">
      <h2 id="join-name">You have another claim code?</h2>
      <p>Put it in, and what it leads to stands here as well. Whoever has either code then sees all of it; this cannot be undone.</p>
      <Takes waits={waits} />
      <form class="code-form" onSubmit={send} noValidate>
        <label for="join-code">The other claim code</label>
        <div class="code-row">
          <input
            id="join-code" type="text" value={typed} autocomplete="off" autocapitalize="off" spellcheck={false} placeholder="fhc_…"
            aria-invalid={problem ? 'true' : undefined} aria-describedby="join-problem" onInput={(event) => set_typed(event.currentTarget.value)}
          />
          <button type="submit" class="button" disabled={busy}>Put together</button>
        </div>
        <p class="note" id="join-problem" role="alert">{problem}</p>
      </form>
    </section>
  );
}

function AnotherCode({ claim, waits }: { claim: string; waits: boolean }) {
  const [code, set_code] = useState('');
  const { busy, problem, run } = use_deed();
  const make = () => run(async () => set_code((await another_code(claim)).claim_code));
  return (
    <section aria-labelledby="another-name">
      <h2 id="another-name">Another code for the same</h2>
      <p>For a second device, or on paper in a drawer. The codes you have stay good, but for one that came to you from whoever told something for you: it ends when you first use the new one.</p>
      <Takes waits={waits} />
      {code
        ? <ClaimCard code={code} open={false} />
        : <p class="ways"><button type="button" class="button" disabled={busy} onClick={() => void make()}>Get another code</button></p>}
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
    </section>
  );
}

interface Props {
  claim: string;
  many: number;
  /** Whether something that was told for them is not taken yet. */
  waits: boolean;
  on_reload: (said: string) => Promise<void>;
  on_erase_all: () => void;
}

export function Ways({ claim, many, waits, on_reload, on_erase_all }: Props) {
  return (
    <div class="all-ways">
      {many > 0 && <TakeAlong claim={claim} />}
      <Join claim={claim} waits={waits} on_reload={on_reload} />
      <AnotherCode claim={claim} waits={waits} />
      <ContactWay claim={claim} />
      <OneCode claim={claim} />
      {many > 0 && (
        <section aria-labelledby="gone-name">
          <h2 id="gone-name">Erase everything</h2>
          <p>All that is yours goes, and every code with it; also what you told for somebody else who has not come for it. You are asked once more, and get a signed receipt.</p>
          <p class="ways"><button type="button" class="button grave" onClick={on_erase_all}>Erase everything</button></p>
        </section>
      )}
    </div>
  );
}
