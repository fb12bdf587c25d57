// Something that opens a door, shown this once: to be copied now.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { focus_keeper } from '../state/deed.ts';
import { Copy } from './Copy.tsx';

interface Props {
  title: string;
  what: string;
  text: string;
  on_done: () => void;
  children: ComponentChildren;
}

export function Once({ title, what, text, on_done, children }: Props) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const keep_focus = focus_keeper();
    head.current?.focus();
    return () => keep_focus(); // back to where it was made
  }, [text]);
  return (
    <section class="once" aria-labelledby="once-name">
      <h2 id="once-name" ref={head} tabIndex={-1}>{title}</h2>
      {children}
      <code class="once-text">{text}</code>
      <p class="once-ways">
        <Copy what={what} text={text} />
        <button type="button" class="button" onClick={on_done}>I have it: hide it</button>
      </p>
    </section>
  );
}
