// Asks once more before something that cannot be undone, or shuts somebody out.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import { plain_problem } from '../keeper/problems.ts';

interface Props {
  title: string;
  yes: string;
  no: string;
  on_yes: () => Promise<void>;
  on_close: () => void;
  children: ComponentChildren;
}

export function Confirm({ title, yes, no, on_yes, on_close, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const go = async () => {
    set_busy(true);
    try {
      await on_yes();
      dialog.current?.close();
    } catch (error) {
      set_problem(plain_problem(problem_of(error)));
      set_busy(false);
    }
  };
  return (
    <dialog ref={dialog} class="ask" aria-labelledby="confirm-name" onClose={on_close} onCancel={(event) => busy && event.preventDefault()}>
      <h2 id="confirm-name">{title}</h2>
      {children}
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="ask-ways">
        <button type="button" class="button" disabled={busy} onClick={() => dialog.current?.close()}>{no}</button>
        <button type="button" class="button grave" disabled={busy} onClick={go}>{yes}</button>
      </p>
    </dialog>
  );
}
