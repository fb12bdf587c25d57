// Saying it anew, and what becomes of the words as they were.
import { useEffect, useRef, useState } from 'preact/hooks';
import { amend } from '../api/mine.ts';
import { problem_of } from '../api/client.ts';
import type { Experience } from '../api/types.ts';
import { plain_problem } from './problems.ts';
import { draft_of } from './take_along.ts';

interface Props {
  claim: string;
  one: Experience;
  /** It is somebody else's, who has not come for it. */
  others: boolean;
  on_done: () => Promise<void>;
  on_close: () => void;
}

function OldWords({ id, whose, old, on_old }: { id: string; whose: string; old: 'keep' | 'drop'; on_old: (old: 'keep' | 'drop') => void }) {
  return (
    <fieldset class="old-words">
      <legend>The words as they were</legend>
      <label><input type="radio" name={`old-${id}`} checked={old === 'keep'} onChange={() => on_old('keep')} /> <span>keep them, {whose}</span></label>
      <label><input type="radio" name={`old-${id}`} checked={old === 'drop'} onChange={() => on_old('drop')} /> <span>let them go for good</span></label>
      <p class="base">Either way nobody else finds or reads them from now on. Kept are the words of the first and the newest 50 earlier versions at most.</p>
    </fieldset>
  );
}

export function Amend({ claim, one, others, on_done, on_close }: Props) {
  const [words, set_words] = useState(one.text);
  const [old, set_old] = useState<'keep' | 'drop'>('keep');
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    if (!words.trim()) return set_problem('A few words are needed. To take it back, withdraw or erase it.');
    set_busy(true);
    try {
      await amend(claim, one.id, draft_of(one, words), old);
      await on_done();
    } catch (error) {
      set_problem(plain_problem(problem_of(error)));
      set_busy(false);
    }
  };
  return (
    <form class="amend" onSubmit={send} onKeyDown={(event) => event.key === 'Escape' && on_close()}>
      <label for={`words-${one.id}`}>In your words, as it should say</label>
      <textarea
        id={`words-${one.id}`} ref={field} rows={5} value={words} lang={one.lang ?? one.inferred?.lang} dir="auto"
        onInput={(event) => set_words(event.currentTarget.value)}
      />
      <OldWords id={one.id} whose={others ? 'for whose it is' : 'for me alone'} old={old} on_old={set_old} />
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="amend-ways">
        <button type="submit" class="button main" disabled={busy || words === one.text}>{busy ? 'Keeping it' : 'Say it so'}</button>
        <button type="button" class="button" disabled={busy} onClick={on_close}>Leave it as it is</button>
      </p>
    </form>
  );
}
