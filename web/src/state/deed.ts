// Doing something: busy while it lasts, what went wrong in words, and the focus kept.
import { useEffect, useRef, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import type { Problem } from '../api/types.ts';

export interface Deed {
  busy: boolean;
  problem: string;
  set_problem: (problem: string) => void;
  /** Whether it was done. While one is under way another is not begun. */
  run: (what: () => Promise<void>) => Promise<boolean>;
}

const is_lost = (): boolean => !document.activeElement || document.activeElement === document.body;
const can_take = (one: HTMLElement | null): one is HTMLElement => !!one?.isConnected && !one.matches(':disabled');

/** Itself and all round it, up to the page's words: what it stands in may outlast it. */
function places_round(one: Element | null): Element[] {
  const places = [];
  for (let at = one; at; at = at.parentElement) {
    places.push(at);
    if (at.id === 'main') break;
  }
  return places;
}

function focus_what_was_said(places: readonly Element[]): void {
  const there = places.filter((one) => one.isConnected).concat(document.getElementById('main') ?? []);
  const lines = there.flatMap((one) => [...one.querySelectorAll<HTMLElement>('.own-said')]);
  const said = lines.find((line) => line.textContent?.trim()); // the nearest
  if (!said) return document.getElementById('main')?.focus({ preventScroll: true });
  said.tabIndex = -1;
  said.focus();
}

/**
 * A button loses the focus when it is turned off or goes away, and whoever comes by keyboard
 * would begin anew at the top. What is returned gives it back, once the page is as it will be:
 * to where it was, else to what says what was done. Where it is somewhere by then, it stays;
 * but where something was done to what the button was for, that button may yet go.
 */
export function focus_keeper(): (after?: 'as it was' | 'done') => void {
  const had = document.activeElement as HTMLElement | null;
  const places = places_round(had);
  return (after = 'as it was') => requestAnimationFrame(() => {
    const at_home = document.activeElement === had;
    if (after === 'done' && (is_lost() || at_home)) return focus_what_was_said(places);
    if (!is_lost()) return;
    if (had !== document.body && can_take(had)) had.focus();
    else focus_what_was_said(places);
  });
}

/** What opened something, to which the focus returns when that is shut. */
export function use_focus_back(open: boolean) {
  const opener = useRef<HTMLButtonElement>(null);
  const was_open = useRef(open);
  useEffect(() => {
    if (was_open.current && !open) opener.current?.focus();
    was_open.current = open;
  }, [open]);
  return opener;
}

export function use_deed(in_words: (problem: Problem) => string): Deed {
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState('');
  const under_way = useRef(false);
  const run = async (what: () => Promise<void>) => {
    if (under_way.current) return false;
    under_way.current = true;
    const keep_focus = focus_keeper();
    set_busy(true);
    set_problem('');
    let done = true;
    try {
      await what();
    } catch (error) {
      set_problem(in_words(problem_of(error)));
      done = false;
    }
    under_way.current = false;
    set_busy(false);
    keep_focus();
    return done;
  };
  return { busy, problem, set_problem, run };
}
