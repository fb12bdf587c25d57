// The width an element has been given, so that a chart can be drawn to fit it.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export function use_width<E extends Element>(first: number) {
  const ref = useRef<E>(null);
  const [width, set_width] = useState(first);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => set_width(Math.max(120, Math.floor(element.getBoundingClientRect().width)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
