// A claim code, shown once: what it is, and every way to keep it.
import { hold, link_of } from '../state/claim.ts';
import { go } from '../state/address.ts';
import { Copy } from './Copy.tsx';
import { QrCode } from './QrCode.tsx';

/** In groups of four for the eye; selected and copied it is one piece. */
function Code({ code }: { code: string }) {
  const groups = [code.slice(0, 4), ...(code.slice(4).match(/.{1,4}/g) ?? [])];
  return <code class="claim-code">{groups.map((group, i) => <span key={i}>{group}<wbr /></span>)}</code>;
}

interface Props {
  code: string;
  /** Whether the way to /mine is shown: not where one is there already. */
  open?: boolean;
}

export function ClaimCard({ code, open = true }: Props) {
  const link = link_of(code);
  const come_in = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // the code need not even pass through this browser's history
    hold(code);
    go('/mine');
  };
  return (
    <section class="claim-card" aria-labelledby="claim-name">
      <div class="claim-text">
        <h2 id="claim-name">Your claim code</h2>
        <p>Whoever has it can come back to what you told: see who read it, change it, take it back, erase it. It is shown this once.</p>
        <p><strong>Nobody can find it again, not even the organisation.</strong> Without it nobody can show you what is yours.</p>
      </div>
      <Code code={code} />
      <div class="claim-ways">
        <Copy what="code" text={code} />
        <Copy what="link" text={link} />
        <button type="button" class="button" onClick={() => print()}>Print it</button>
      </div>
      {open && <p class="claim-open"><a class="button main" href={link} onClick={come_in}>See what is yours</a></p>}
      <figure class="claim-qr">
        <QrCode text={link} name="The link with your claim code, as a QR code" />
        <figcaption class="base">The same as a link: photograph it with your phone.</figcaption>
      </figure>
      <p class="only-print">{location.origin}/mine</p>
    </section>
  );
}
