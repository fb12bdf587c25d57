// After telling: that it is kept, and how to come back to it.
import { useEffect, useRef } from 'preact/hooks';
import type { Receipt } from '../api/types.ts';
import { ClaimCard } from '../parts/ClaimCard.tsx';
import { held_code } from '../state/claim.ts';
import { use_session } from '../state/session.ts';

interface Props {
  receipt: Receipt;
  read: boolean;
  behalf: boolean;
  on_again: () => void;
}

function HandOver({ code }: { code: string }) {
  return (
    <ClaimCard title="To hand over" code={code} open={false}>
      <p>Give this to the person whose it is, and to nobody else. With it they see that somebody told this for them, and take it as theirs. It is shown this once.</p>
      <p><strong>From then on it is theirs alone.</strong> They get a code of their own, and you see it no more.</p>
    </ClaimCard>
  );
}

/** Sent again because no answer came to the first time; what that had with it came once. */
function CameBefore({ behalf, held }: { behalf: boolean; held: boolean }) {
  if (held) {
    return (
      <p>
        It had come before: only the answer was lost on its way. It stands with what you told before: <a href="/mine">see what is yours</a>.
        {behalf && ' The code to hand over was lost with the answer, and nobody can make another: to hand it over, erase it there and tell it anew.'}
      </p>
    );
  }
  return (
    <p>
      It had come before: the first answer was lost on its way, and {behalf ? 'both codes' : 'the claim code'} with it. Nobody can make another; what you told is kept.
      {' '}If you came with a claim code of your own then, it stands with that.
    </p>
  );
}

function Back({ receipt, behalf }: { receipt: Receipt; behalf: boolean }) {
  if (receipt.status === 'already_told') return <CameBefore behalf={behalf} held={held_code() !== undefined} />;
  return (
    <>
      {receipt.behalf_code && <HandOver code={receipt.behalf_code} />}
      {receipt.claim_code
        ? (
          <ClaimCard code={receipt.claim_code}>
            {behalf && <p>This one is yours, not theirs. Until they come for it you can amend, withdraw and erase what you told for them. It is shown this once, and nobody can find it again.</p>}
          </ClaimCard>
        )
        : held_code() && <p>{behalf ? 'Until they come for it, it stands with what you told before' : 'It stands with what you told before'}: <a href="/mine">see what is yours</a>.</p>}
    </>
  );
}

export function Sent({ receipt, read, behalf, on_again }: Props) {
  const reads = use_session()?.rights.includes('read') ?? false;
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const unread = behalf ? 'It is kept for whose it is; nobody reads it.' : 'It is kept for you; nobody reads it.';
  return (
    <section class="sent">
      <h1 ref={head} tabIndex={-1}>Thank you. It is kept.</h1>
      <p>Its number is <strong class="receipt-id">{receipt.id}</strong>. {read ? 'It can be found from this moment on.' : unread}</p>
      <Back receipt={receipt} behalf={behalf} />
      <p class="next">
        {reads && read && <a class="button" href={`/e/${receipt.id}`}>See it as others do</a>}
        {reads && <a href="/">Read what others told</a>}
        <button type="button" class="door" onClick={on_again}>Tell another</button>
      </p>
    </section>
  );
}
