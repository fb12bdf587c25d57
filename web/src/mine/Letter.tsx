// Where somebody comes by the link in a letter. Nothing is done before they say so: whoever
// looks through mail by machine opens links as well.
import { useEffect, useRef, useState } from 'preact/hooks';
import { come_back, verify_contact } from '../api/contact.ts';
import type { Problem } from '../api/types.ts';
import { ClaimCard } from '../parts/ClaimCard.tsx';
import { use_deed } from '../state/deed.ts';
import type { LetterLink } from './letters.ts';
import { plain_problem } from './problems.ts';

const used_up = 'This link was used, or its time is over. Ask for another letter.';
const link_problem = (problem: Problem): string => (problem.status === 404 ? used_up : plain_problem(problem));

function use_once(what: () => Promise<void>) {
  const [done, set_done] = useState(false);
  const { busy, problem, run } = use_deed(link_problem);
  return { done, busy, problem, go: () => void run(async () => { await what(); set_done(true); }) };
}

function Head({ children }: { children: string }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [children]);
  return <h1 ref={head} tabIndex={-1}>{children}</h1>;
}

/** What went wrong; where the link is past, the way to where another letter is asked for. */
function Trouble({ said, where, on_in }: { said: string; where: string; on_in: () => void }) {
  return (
    <>
      <div role="alert">{said && <p class="note">{said}</p>}</div>
      {said === used_up && <p class="ways"><button type="button" class="button" onClick={on_in}>{where}</button></p>}
    </>
  );
}

function Verifying({ link, on_in }: { link: string; on_in: () => void }) {
  const { done, busy, problem, go } = use_once(() => verify_contact(link));
  if (done) {
    return (
      <>
        <Head>The address counts from now on</Head>
        <p class="promise">Should your claim code get lost, have a letter sent to it. You see it, change it and remove it where you see what you told.</p>
        <p class="ways"><button type="button" class="button main" onClick={on_in}>Go on</button></p>
      </>
    );
  }
  return (
    <>
      <Head>Is this your address?</Head>
      <p class="promise">The letter you came from was sent because somebody who told something here left its address. Say yes only if that was you: whoever reads this mailbox can come back to what was told.</p>
      <p class="ways"><button type="button" class="button main" disabled={busy} onClick={go}>Yes, I left it</button></p>
      <Trouble said={problem} where="To what you told" on_in={on_in} />
      <p>If it was not you, close this page. The address is forgotten within a day.</p>
    </>
  );
}

function ComingBack({ link, on_claim, on_in }: { link: string; on_claim: (code: string) => void; on_in: () => void }) {
  const [code, set_code] = useState('');
  const { done, busy, problem, go } = use_once(async () => set_code((await come_back(link)).claim_code));
  if (done) {
    return (
      <>
        <Head>Here is a new claim code</Head>
        <p class="promise">Keep it as you kept the one before. That one is good still: where you see what you told you can make all other codes useless.</p>
        <ClaimCard code={code} open={false} />
        <p class="ways"><button type="button" class="button main" onClick={() => on_claim(code)}>See what is yours</button></p>
      </>
    );
  }
  return (
    <>
      <Head>The way back to what you told</Head>
      <p class="promise">You get a new claim code. The link is used up by that.</p>
      <p class="ways"><button type="button" class="button main" disabled={busy} onClick={go}>Give me a new code</button></p>
      <Trouble said={problem} where="Ask for another letter" on_in={on_in} />
    </>
  );
}

interface Props {
  letter: LetterLink;
  on_claim: (code: string) => void;
  on_in: () => void;
}

export function Letter({ letter, on_claim, on_in }: Props) {
  return letter.what === 'contact' ? <Verifying link={letter.link} on_in={on_in} /> : <ComingBack link={letter.link} on_claim={on_claim} on_in={on_in} />;
}
