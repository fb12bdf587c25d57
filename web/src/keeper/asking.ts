// Asking and doing, with what comes of it.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import type { Problem } from '../api/types.ts';
import { use_deed as use_deed_in, type Deed } from '../state/deed.ts';
import { plain_problem } from './problems.ts';

export interface Answer<T> {
  value: T | undefined;
  problem: Problem | undefined;
  set_value: (change: (now: T | undefined) => T | undefined) => void;
  again: () => void;
}

/** Asks when the page opens and whenever `inputs` change; an answer that is late is dropped. */
export function use_answer<T>(ask: (signal: AbortSignal) => Promise<T>, inputs: readonly unknown[] = []): Answer<T> {
  const [value, set_value] = useState<T>();
  const [problem, set_problem] = useState<Problem>();
  const [attempt, set_attempt] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    ask(stop.signal).then(
      (answer) => {
        if (stop.signal.aborted) return;
        set_value(() => answer);
        set_problem(undefined);
      },
      (error: unknown) => !stop.signal.aborted && set_problem(problem_of(error)),
    );
    return () => stop.abort();
  }, [...inputs, attempt]);
  const again = useCallback(() => set_attempt((n) => n + 1), []);
  return { value, problem, set_value, again };
}

export const use_deed = (): Deed => use_deed_in(plain_problem);
