// Hears of changes to the landscape as they happen.
import { useEffect, useState } from 'preact/hooks';
import { session } from './client.ts';

export interface Live {
  state: 'connecting' | 'live' | 'lost';
  as_of?: number;
  total?: number;
}

let now: Live = { state: 'connecting' };
let source: EventSource | undefined;
const listeners = new Set<(live: Live) => void>();

function say(change: Partial<Live>): void {
  now = { ...now, ...change };
  for (const listener of listeners) listener(now);
}

function listen(): void {
  source = new EventSource('/v1/live');
  source.addEventListener('open', () => say({ state: 'live' }));
  source.addEventListener('change', (event) => {
    const { as_of, total } = JSON.parse((event as MessageEvent<string>).data) as Live;
    say({ state: 'live', ...(as_of === undefined ? {} : { as_of }), ...(total === undefined ? {} : { total }) });
  });
  source.addEventListener('error', () => {
    say({ state: 'lost' });
    // A closed stream (a refusal, not a lost line) is not tried again by itself.
    if (source?.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  });
}

/** Who may not hear of changes does not ask to. */
async function listen_if_allowed(): Promise<void> {
  const known = await session().catch(() => undefined);
  if (known && !known.rights.includes('count')) say({ state: 'lost' });
  else listen();
}

let asked = false;

export function use_live(): Live {
  const [live, set_live] = useState(now);
  useEffect(() => {
    if (!asked) void listen_if_allowed();
    asked = true;
    listeners.add(set_live);
    set_live(now);
    return () => void listeners.delete(set_live);
  }, []);
  return live;
}
