// Where somebody comes by the link in a letter. Nothing is done before they say so: whoever
// looks through mail by machine opens links as well.
import { useEffect, useRef, useState } from 'preact/hooks';
import { come_back, verify_contact } from '../api/contact.ts';
import { problem_of } from '../api/client.ts';
import { ClaimCard } from '../parts/ClaimCard.tsx';
import { letter_problem, type LetterLink } from './letters.ts';

function use_once(what: () => Promise<void>) {
  const [state, set_state] = useState<'asked' | 'busy' | 'done'>('asked');
  const [problem, set_problem] = useState('');
  const go = async () => {
    set_state('busy');
    set_problem('');
    try {
      await what();
      set_state('done');
    } catch (error) {
      const said = problem_of(error);
      set_problem(said.status === 404 ? 'This link was used, or its time is over. Ask for another letter.' : letter_problem(said));
      set_state('asked');
    }
  };
  return { state, problem, go: () => void go() };
}

function Head({ children }: { children: string }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [children]);
  return <h1 ref={head} tabIndex={-1}>{children}</h1>;
}

const Trouble = ({ said }: { said: string }) => <div role="alert">{said && <p class="note">{said}</p>}</div>;

function Verifying({ link, on_in }: { link: string; on_in: () => void }) {
  const { state, problem, go } = use_once(() => verify_contact(link));
  if (state === 'done') {
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
      <p class="ways"><button type="button" class="button main" disabled={state === 'busy'} onClick={go}>Yes, I left it</button></p>
      <Trouble said={problem} />
      <p>If it was not you, close this page. The address is forgotten within a day.</p>
    </>
  );
}

function ComingBack({ link, on_claim }: { link: string; on_claim: (code: string) => void }) {
  const [code, set_code] = useState('');
  const { state, problem, go } = use_once(async () => set_code((await come_back(link)).claim_code));
  if (state === 'done') {
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
      <p class="ways"><button type="button" class="button main" disabled={state === 'busy'} onClick={go}>Give me a new code</button></p>
      <Trouble said={problem} />
    </>
  );
}

interface Props {
  letter: LetterLink;
  on_claim: (code: string) => void;
  on_in: () => void;
}

export function Letter({ letter, on_claim, on_in }: Props) {
  return letter.what === 'contact' ? <Verifying link={letter.link} on_in={on_in} /> : <ComingBack link={letter.link} on_claim={on_claim} />;
}
