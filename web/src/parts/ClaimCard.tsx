// A claim code, shown once: what it is, and every way to keep it.
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { use_letters } from '../mine/letters.ts';
import { hold, link_of } from '../state/claim.ts';
import { go } from '../state/address.ts';
import { Copy } from './Copy.tsx';
import { QrCode } from './QrCode.tsx';

/** In groups of four for the eye; selected and copied it is one piece. */
function Code({ code }: { code: string }) {
  const groups = [code.slice(0, 4), ...(code.slice(4).match(/.{1,4}/g) ?? [])];
  return <code class="claim-code">{groups.map((group, i) => <span key={i}>{group}<wbr /></span>)}</code>;
}

function OfOnesOwn() {
  const { offered, again } = use_letters();
  return (
    <>
      <p>Whoever has it can come back to what you told: see who read it, change it, take it back, erase it. It is shown this once.</p>
      <p>
        <strong>Nobody can find it again, not even the organisation.</strong>{' '}
        {offered === 'yes' && 'Leave a mail address where you see what is yours, and should it get lost a letter brings you back.'}
        {offered === 'no' && 'Without it nobody can show you what is yours.'}
        {offered === 'unknown' && <>No answer came to whether a letter could bring you back. <button type="button" class="door" onClick={again}>Ask once more</button></>}
      </p>
    </>
  );
}

interface Props {
  /** Instead of what is said of a code of one's own. */
  title?: string;
  children?: ComponentChildren;
  code: string;
  /** Whether the way to /mine is shown: not where one is there already. */
  open?: boolean;
}

export function ClaimCard({ title = 'Your claim code', children, code, open = true }: Props) {
  const id = useId();
  const link = link_of(code);
  const come_in = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // the code need not even pass through this browser's history
    hold(code);
    go('/mine');
  };
  const card = useRef<HTMLElement>(null);
  // Where there are two, what is handed over must not hold the other.
  const print_this = () => {
    card.current?.classList.add('printed');
    print();
    card.current?.classList.remove('printed');
  };
  return (
    <section class="claim-card" ref={card} aria-labelledby={id}>
      <div class="claim-text">
        <h2 id={id}>{title}</h2>
        {children || <OfOnesOwn />}
      </div>
      <Code code={code} />
      <div class="claim-ways">
        <Copy what="code" text={code} />
        <Copy what="link" text={link} />
        <button type="button" class="button" onClick={print_this}>Print it</button>
      </div>
      {open && <p class="claim-open"><a class="button main" href={link} onClick={come_in}>See what is yours</a></p>}
      <figure class="claim-qr">
        <QrCode text={link} name={`${title}: the link with it, as a QR code`} />
        <figcaption class="base">The same as a link: photograph it with {open ? 'your' : 'a'} phone.</figcaption>
      </figure>
      <p class="only-print">{location.origin}/mine</p>
    </section>
  );
}
