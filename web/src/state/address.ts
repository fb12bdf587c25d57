// The address as state: every page is a function of it.
import { useEffect, useState } from 'preact/hooks';

export interface Address {
  path: string;
  search: string;
}

const listeners = new Set<() => void>();

function here(): Address {
  return { path: location.pathname, search: location.search };
}

export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  const moved = new URL(to, location.href);
  if (moved.pathname + moved.search === location.pathname + location.search) return;
  const new_page = moved.pathname !== location.pathname;
  if (how === 'push') history.pushState(null, '', to);
  else history.replaceState(null, '', to);
  for (const listener of listeners) listener();
  if (new_page) scrollTo(0, 0);
}

function is_own_link(event: MouseEvent): HTMLAnchorElement | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = (event.target as Element).closest?.('a[href]') as HTMLAnchorElement | null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return undefined;
  return link.pathname.startsWith('/v1/') || link.hash ? undefined : link;
}

export function follow_links(): void {
  document.addEventListener('click', (event) => {
    const link = is_own_link(event);
    if (!link) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
  addEventListener('popstate', () => {
    for (const listener of listeners) listener();
  });
}

export function use_address(): Address {
  const [address, set_address] = useState(here);
  useEffect(() => {
    const listener = () => set_address(here());
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return address;
}
