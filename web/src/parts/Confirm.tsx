// Asks once more before something that cannot be undone, or shuts somebody out.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Problem } from '../api/types.ts';
import { focus_keeper, use_deed } from '../state/deed.ts';

interface Props {
  title: string;
  yes: string;
  no: string;
  /** What went wrong, as whoever is asked understands it: a keeper or who told something. */
  in_words: (problem: Problem) => string;
  on_yes: () => Promise<void>;
  on_close: () => void;
  children: ComponentChildren;
}

export function Confirm({ title, yes, no, in_words, on_yes, on_close, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const done = useRef(false);
  const { busy, problem, run } = use_deed(in_words);
  useEffect(() => {
    const keep_focus = focus_keeper();
    dialog.current?.showModal();
    return () => keep_focus(done.current ? 'done' : 'as it was');
  }, []);
  const go = () => run(async () => {
    await on_yes();
    done.current = true;
    dialog.current?.close();
  });
  return (
    <dialog ref={dialog} class="ask" aria-labelledby="confirm-name" onClose={on_close} onCancel={(event) => busy && event.preventDefault()}>
      <h2 id="confirm-name">{title}</h2>
      {children}
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="ask-ways">
        <button type="button" class="button" disabled={busy} onClick={() => dialog.current?.close()}>{no}</button>
        <button type="button" class="button grave" disabled={busy} onClick={() => void go()}>{yes}</button>
      </p>
    </dialog>
  );
}
