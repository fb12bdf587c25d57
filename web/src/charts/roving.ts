// Many small targets, one stop for the Tab key: arrows move among them.
import { useRef, useState } from 'preact/hooks';

export function use_roving(count: number) {
  const [current, set_current] = useState(0);
  const at = Math.min(current, Math.max(0, count - 1));
  const root = useRef<SVGSVGElement>(null);
  const on_key = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, Home: -count, End: count };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, at + step));
    set_current(next);
    root.current?.querySelectorAll<SVGElement>('[role=button]')[next]?.focus();
  };
  return { at, root, on_key, set_current };
}
