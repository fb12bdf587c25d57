// Erasing asks once more and says exactly what goes; what comes back is a receipt.
import { useEffect, useRef, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import type { OwnExperience, SignedReceipt } from '../api/mine.ts';
import { save } from '../charts/export.ts';
import { counted, day, moment } from '../format/numbers.ts';
import { plain_problem } from './problems.ts';
import { statement_in } from './in_words.ts';

/** What of these is there to go, thing by thing. */
export function what_goes(some: readonly OwnExperience[], all: boolean): string[] {
  const [first] = some;
  if (!first) return [];
  const them = some.length === 1 ? 'it' : 'them';
  const sum = (of: (own: OwnExperience) => number) => some.reduce((total, own) => total + of(own), 0);
  const [versions, readings, asked] = [sum((own) => own.earlier.length), sum((own) => own.readings.length), sum((own) => own.questions.length)];
  const words = some.length === 1 && !all
    ? `Your words of ${day(first.experience.lived_at ?? first.experience.told_at)}, with the ratings and all else you said with them`
    : `All ${counted(some.length, 'experience')} you told, with the ratings and all else you said with them`;
  const goes = [words];
  if (versions > 0) goes.push(counted(versions, 'earlier version'));
  if (asked > 0) goes.push(`${counted(asked, 'question')} you were asked about ${them}, and what you answered`);
  goes.push(`What may be done with ${them}, since when${readings > 0 ? `, and who read ${them}` : ''}`);
  goes.push(`${them === 'it' ? 'Its' : 'Their'} place in every search and every figure, from the moment it is done`);
  const handed = some.filter((own) => own.behalf === 'by_you').length;
  if (handed > 0) goes.push(`${handed === 1 ? 'The code' : 'The codes'} to hand over with what you told for somebody else: nobody can take it as theirs any more`);
  if (all) goes.push('Every claim code of yours, and the mail address if you left one: they lead to nothing from then on');
  return goes;
}

interface Props {
  some: readonly OwnExperience[];
  all: boolean;
  on_close: () => void;
  on_erase: () => Promise<void>;
}

export function EraseDialog({ some, all, on_close, on_erase }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const erase = async () => {
    set_busy(true);
    try {
      await on_erase();
    } catch (error) {
      set_problem(plain_problem(problem_of(error)));
      set_busy(false);
    }
  };
  return (
    <dialog ref={dialog} class="ask" aria-labelledby="erase-name" onClose={on_close} onCancel={(event) => busy && event.preventDefault()}>
      <h2 id="erase-name">{all ? 'Erase everything?' : 'Erase this one?'}</h2>
      <p>This goes, and cannot be brought back by anybody:</p>
      <ul class="goes">{what_goes(some, all).map((one) => <li key={one}>{one}</li>)}</ul>
      <p class="base">
        Its bytes are overwritten before you see the answer. What stays is the number{some.length === 1 ? '' : 's'} {some.slice(0, 6).map((own) => own.experience.id).join(', ')}{some.length > 6 && ' …'} in
        a signed receipt, for you. A backup brought back later has it erased again before anyone sees it.
      </p>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="ask-ways">
        <button type="button" class="button" disabled={busy} onClick={() => dialog.current?.close()}>Keep {some.length === 1 ? 'it' : 'them'}</button>
        <button type="button" class="button grave" disabled={busy} onClick={erase}>{busy ? 'Erasing' : all ? 'Erase everything for good' : 'Erase it for good'}</button>
      </p>
    </dialog>
  );
}

export function receipt_file(receipt: SignedReceipt): string {
  const { receipt: text, signature, key } = receipt;
  return `${JSON.stringify({ receipt: text, signature, key }, null, 2)}\n`;
}

export function ReceiptCard({ receipt, focus }: { receipt: SignedReceipt; focus: boolean }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) head.current?.focus();
  }, []);
  const said = statement_in(receipt.receipt);
  const ids = said?.experiences ?? [];
  const name = `firsthand-receipt-${(said?.at ?? '').slice(0, 10)}${ids.length === 1 ? `-${ids[0]}` : ''}.json`;
  return (
    <section class="receipt" aria-label={`Receipt for ${ids.join(', ')}`}>
      <h2 ref={head} tabIndex={-1}>{ids.length === 1 ? `${ids[0]} is erased` : `${counted(ids.length, 'experience')} erased`}</h2>
      <p>
        {said && `${moment(said.at)}. `}{said && said.earlier_versions > 0 && `${counted(said.earlier_versions, 'earlier version')} went along. `}
        {said?.overwritten ? 'No byte of the words is left in the data of this installation.' : 'No answer holds it any more; its bytes go with the next upkeep.'}
      </p>
      <p>This receipt is signed by the installation. It is shown this once, and holds none of your words.</p>
      <p class="receipt-ways">
        <button type="button" class="button main" onClick={() => save(name, 'application/json', receipt_file(receipt))}>Save the receipt</button>
      </p>
      <details>
        <summary>What it says, and how to check it</summary>
        <p>Anyone can check it, on any machine with the program:</p>
        <pre><code>firsthand verify-receipt {name}</code></pre>
        <p class="base">Without it: the signature is Ed25519 over the bytes of the text below; signature and key are in base32, small letters.</p>
        <dl class="rows signed">
          <div><dt>Text</dt><dd><code>{receipt.receipt}</code></dd></div>
          <div><dt>Signature</dt><dd><code>{receipt.signature}</code></dd></div>
          <div><dt>Key</dt><dd><code>{receipt.key}</code></dd></div>
        </dl>
      </details>
    </section>
  );
}
