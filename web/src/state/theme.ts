// Light or dark: as the reader's system says, until they say otherwise.
import { useEffect, useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';
const key = 'firsthand.theme';
const dark_system = matchMedia('(prefers-color-scheme: dark)');

function chosen(): Theme | undefined {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : undefined;
  } catch {
    return undefined; // storage may be forbidden; the system's choice then holds
  }
}

export function apply_theme(): void {
  const theme = chosen();
  if (theme) document.documentElement.dataset['theme'] = theme;
}

export function use_theme(): [Theme, () => void] {
  const current = (): Theme => chosen() ?? (dark_system.matches ? 'dark' : 'light');
  const [theme, set_theme] = useState(current);
  useEffect(() => {
    const follow = () => set_theme(current());
    dark_system.addEventListener('change', follow);
    return () => dark_system.removeEventListener('change', follow);
  }, []);
  const toggle = () => {
    const next: Theme = theme === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = next;
    try {
      localStorage.setItem(key, next);
    } catch {
      // The choice then lasts as long as the page.
    }
    set_theme(next);
  };
  return [theme, toggle];
}
