// The landscape by keyboard. The experience the reader is at is simply the one that
// has the focus.
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { go } from '../state/address.ts';

interface Options {
  field: RefObject<HTMLTextAreaElement | null>;
  help: boolean;
  set_help: (open: boolean) => void;
  more: () => Promise<void>;
}

function articles(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('article.told')];
}

function focus(article: HTMLElement | undefined): void {
  article?.focus({ preventScroll: true });
  article?.scrollIntoView({ block: 'nearest' });
}

async function step(by: 1 | -1, more: () => Promise<void>): Promise<void> {
  const all = articles();
  const at = all.findIndex((article) => article.contains(document.activeElement));
  const next = at < 0 ? 0 : at + by;
  if (next === all.length) {
    await more().catch(() => undefined);
    requestAnimationFrame(() => focus(articles()[next]));
  } else if (next >= 0) {
    focus(all[next]);
  }
}

function is_writing(target: EventTarget | null): boolean {
  const element = target as HTMLElement;
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName ?? '');
}

export function use_keys({ field, help, set_help, more }: Options): void {
  useEffect(() => {
    const on_key = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || help) return;
      if (event.key === 'Escape') {
        if (is_writing(event.target)) (event.target as HTMLElement).blur();
        return;
      }
      if (is_writing(event.target)) return;
      const at = (document.activeElement as HTMLElement | null)?.closest?.<HTMLElement>('article.told');
      if (event.key === '/') {
        event.preventDefault();
        field.current?.focus();
        field.current?.select();
      } else if (event.key === '?') set_help(true);
      else if (event.key === 'j') void step(1, more);
      else if (event.key === 'k') void step(-1, more);
      else if (event.key === 'e') focus(articles()[0]);
      else if (event.key === 'Enter' && at && at === document.activeElement) go(`/e/${at.dataset['id']}`);
    };
    document.addEventListener('keydown', on_key);
    return () => document.removeEventListener('keydown', on_key);
  }, [help, more]);
}
