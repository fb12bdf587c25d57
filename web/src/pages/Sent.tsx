// After telling: that it is kept, and how to come back to it.
import { useEffect, useRef } from 'preact/hooks';
import type { Receipt } from '../api/types.ts';
import { ClaimCard } from '../parts/ClaimCard.tsx';
import { held_code } from '../state/claim.ts';
import { use_session } from '../state/session.ts';

interface Props {
  receipt: Receipt;
  read: boolean;
  on_again: () => void;
}

function Back({ receipt }: { receipt: Receipt }) {
  if (receipt.claim_code) return <ClaimCard code={receipt.claim_code} />;
  if (held_code()) return <p>It stands with what you told before: <a href="/mine">see what is yours</a>.</p>;
  return null;
}

export function Sent({ receipt, read, on_again }: Props) {
  const reads = use_session()?.rights.includes('read') ?? false;
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <section class="sent">
      <h1 ref={head} tabIndex={-1}>Thank you. It is kept.</h1>
      <p>Its number is <strong class="receipt-id">{receipt.id}</strong>. {read ? 'It can be found from this moment on.' : 'It is kept for you; nobody reads it.'}</p>
      <Back receipt={receipt} />
      <p class="next">
        {reads && read && <a class="button" href={`/e/${receipt.id}`}>See it as others do</a>}
        {reads && <a href="/">Read what others told</a>}
        <button type="button" class="door" onClick={on_again}>Tell another</button>
      </p>
    </section>
  );
}
