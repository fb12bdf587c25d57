// Links out of letters, addresses they go to, and whether any are sent from here.
import { useEffect, useState } from 'preact/hooks';
import { letters_offered } from '../api/contact.ts';

export type LetterLink = { what: 'contact' | 'back'; link: string };

const shape = /^(contact|back)=(fhm_[a-z2-7]{52})$/;

/** What a letter's link carries behind its #; nothing where it is something else. */
export function letter_in(fragment: string): LetterLink | undefined {
  const [, what, link] = shape.exec(fragment.trim()) ?? [];
  return what && link ? { what: what as LetterLink['what'], link } : undefined;
}

/** Enough to spare a letter to nowhere; the engine looks closer. */
export function is_address(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}

/** `unknown`: asking failed, which says nothing of whether letters are sent. */
export type Offered = 'asking' | 'yes' | 'no' | 'unknown';

export interface Letters {
  offered: Offered;
  again: () => void;
}

export function use_letters(): Letters {
  const [offered, set_offered] = useState<Offered>('asking');
  const [attempt, set_attempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    set_offered('asking');
    letters_offered().then((sent) => wanted && set_offered(sent ? 'yes' : 'no'), () => wanted && set_offered('unknown'));
    return () => void (wanted = false);
  }, [attempt]);
  return { offered, again: () => set_attempt((n) => n + 1) };
}
