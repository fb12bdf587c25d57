// Where somebody comes with a claim code, or without one.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../api/types.ts';
import { code_in } from '../state/claim.ts';
import { Lost } from './Lost.tsx';
import { not_shown } from './problems.ts';

function Refused({ problem }: { problem: Problem }) {
  if (problem.status !== 401 && problem.status !== 403) return <p>{not_shown(problem)}</p>;
  return (
    <>
      <p><strong>This code leads to nothing here.</strong> What to look at:</p>
      <ul class="goes">
        <li>Is it the whole code, letter by letter? Easily mixed up: l and i, u and v, s and 5. There is no 0, 1, 8 or 9 in it.</li>
        <li>Is this the right place? A code is good only where you told: {location.host} is where you are.</li>
        <li>Was everything erased with it? Then the code is gone, too.</li>
        <li>Did somebody hand it to you, or you to somebody? Once they took what was told for them it is theirs alone, by a code of their own.</li>
      </ul>
    </>
  );
}

interface Props {
  said: string;
  problem: Problem | undefined;
  first: string;
  busy: boolean;
  on_code: (code: string) => void;
}

export function ComeIn({ said, problem, first, busy, on_code }: Props) {
  const [typed, set_typed] = useState(first);
  const [wrong, set_wrong] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (first) set_typed(first);
  }, [first]);
  const send = (event: Event) => {
    event.preventDefault();
    const read = code_in(typed);
    set_wrong('wrong' in read ? read.wrong : '');
    if ('wrong' in read) field.current?.focus();
    else on_code(read.code);
  };
  const on_key = (event: KeyboardEvent) => {
    if (event.key === 'Enter') send(event);
  };
  return (
    <>
      <h1>Come back to what you told</h1>
      <p class="promise">With the claim code you were given after telling you see who read it, change it, say what it may be used for, take it along, or erase it.</p>
      <p class="own-said" role="status">{said}</p>
      <form class="code-form" onSubmit={send} noValidate>
        <label for="claim-code">Your claim code, or the link with it</label>
        <textarea
          id="claim-code" ref={field} rows={3} value={typed} autocomplete="off" autocapitalize="off" spellcheck={false} placeholder="fhc_…"
          aria-invalid={wrong || problem ? 'true' : undefined} aria-describedby="claim-problem" onKeyDown={on_key}
          onInput={(event) => set_typed(event.currentTarget.value)}
        />
        <div id="claim-problem" class="claim-problem" role="alert">
          {wrong ? <p>{wrong}</p> : problem && <Refused problem={problem} />}
        </div>
        <button type="submit" class="button main" disabled={busy}>{busy ? 'Looking' : 'Show what is mine'}</button>
        <p class="base">It stays in this tab until you close it or say “forget”. No log gets to see it.</p>
      </form>
      <Lost />
    </>
  );
}
