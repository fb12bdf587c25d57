// How to ask, and which keys help.
import { useEffect, useRef } from 'preact/hooks';

const asking: [string, string][] = [
  ['late delivery', 'both words, in any of their forms'],
  ['"out of stock"', 'these words in a row'],
  ['late or early', 'either; ( ) groups'],
  ['-refund', 'without it'],
  ['deliv*', 'words that begin so'],
  ['adress~', 'one letter off; ~2 two letters'],
  ['touchpoint:delivery', 'where it happened; any facet works so'],
  ['product:"debt collection"', 'a value of several words'],
  ['stage:(use or purchase)', 'either value'],
  ['touchpoint:*', 'any value; -touchpoint:* none'],
  ['felt:<4  gap:-2..0', 'ratings of 0 to 10, and felt minus expected'],
  ['since:2026-01 until:2026-03', 'lived between, ends included'],
  ['by:employee', 'who lived it'],
];

const keys: [string, string][] = [
  ['/', 'write in the query line'],
  ['j', 'next experience'],
  ['k', 'the one before'],
  ['enter', 'open it'],
  ['e', 'from a figure to the words it rests on'],
  ['esc', 'back to the page, back to the landscape'],
  ['?', 'this help'],
];

export function Asking() {
  return (
    <dl class="asking">
      {asking.map(([text, meaning]) => (
        <div key={text}><dt><code>{text}</code></dt><dd>{meaning}</dd></div>
      ))}
    </dl>
  );
}

export function Help({ open, on_close }: { open: boolean; on_close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog} class="help-dialog" aria-labelledby="help-name" onClose={on_close}
      onClick={(event) => event.target === dialog.current && on_close()}
    >
      <div class="help-inside">
        <div class="help-head">
          <h2 id="help-name">How to search</h2>
          <button type="button" class="quiet" onClick={on_close}>close</button>
        </div>
        <Asking />
        <h3>In the figures</h3>
        <p>
          A click on a value filters by it, a second click leaves it out, a third takes the filter away.
          The query line always says all of it: copy the address and you have copied the page.
        </p>
        <p>
          <strong>The gap mark</strong> is a line of 0 to 10. The ring is what was expected, the dot what was felt.
          For several people both are medians, and the soft bands hold the middle half.
        </p>
        <h3>Keys</h3>
        <dl class="keys">
          {keys.map(([key, meaning]) => (
            <div key={key}><dt><kbd>{key}</kbd></dt><dd>{meaning}</dd></div>
          ))}
        </dl>
      </div>
    </dialog>
  );
}
