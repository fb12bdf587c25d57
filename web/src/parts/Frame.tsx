// What every page has round it: the name, the way to tell, live or not, light or dark.
import type { ComponentChildren } from 'preact';
import { use_live } from '../api/live.ts';
import { use_theme } from '../state/theme.ts';
import { Who } from './Who.tsx';
import { time_of_day } from '../format/numbers.ts';

function Wordmark() {
  return (
    <a class="wordmark" href="/">
      <svg width="30" height="14" viewBox="0 0 30 14" aria-hidden="true">
        <line class="stroke" x1="9" x2="24" y1="7" y2="7" />
        <circle class="ring" cx="6" cy="7" r="4.5" />
        <circle class="dot" cx="24" cy="7" r="4" />
      </svg>
      firsthand
    </a>
  );
}

function ThemeToggle() {
  const [theme, toggle] = use_theme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <button type="button" class="quiet icon" onClick={toggle} aria-label={`Turn the page ${other}`} title={`Turn the page ${other}`}>
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
        <circle class="sun" cx="9" cy="9" r="6.25" />
        <path class="shade" d="M9 2.75a6.25 6.25 0 0 1 0 12.5z" />
      </svg>
    </button>
  );
}

const live_words = { connecting: 'connecting', live: 'live', lost: 'not live' };

/** When the page's figures were answered, and whether it hears of news. */
export function AsOf({ at, as_of }: { at?: Date | undefined; as_of?: number | undefined }) {
  const live = use_live();
  return (
    <p class="as-of">
      {at && <span class="clock" title={as_of === undefined ? undefined : `as of change ${as_of}`}>as of {time_of_day(at)}</span>}
      <span class={`live ${live.state}`}>{live_words[live.state]}</span>
    </p>
  );
}

interface Props {
  search?: ComponentChildren;
  status?: ComponentChildren;
  tell?: boolean;
  who?: boolean;
  class?: string;
  children: ComponentChildren;
}

export function Frame({ search, status, tell = true, who = true, class: kind = '', children }: Props) {
  return (
    <div class={`frame ${kind}`}>
      <a class="skip" href="#main">Skip to the words</a>
      <header>
        <Wordmark />
        {search}
        <div class="header-end">
          {status}
          {tell && <a class="tell-link" href="/tell">Tell one</a>}
          {who && <Who />}
          <ThemeToggle />
        </div>
      </header>
      {children}
    </div>
  );
}
