// The invitation somebody came with: it stands behind the # of its link, leaves the address at
// once, and lasts as long as this tab, so that a reload does not lose it.
import { taken_fragment } from './claim.ts';

const key = 'firsthand.invitation';
const mark = 'invitation=';

let held: string | undefined;

/** What stands in a fragment; nothing where it holds no invitation. */
export function secret_in(fragment: string): string | undefined {
  if (!fragment.startsWith(mark)) return undefined;
  return fragment.slice(mark.length).replaceAll(/[\s\u200b-\u200d\u2060\ufeff]/g, '').toLowerCase();
}

/** The one in the address, which is taken out of it, else the one that is held. */
export function arrived_invitation(): string | undefined {
  if (location.hash.startsWith(`#${mark}`)) {
    held = secret_in(taken_fragment());
    try {
      sessionStorage.setItem(key, held ?? '');
    } catch {
      // Then it lasts as long as the page.
    }
  }
  try {
    held ??= sessionStorage.getItem(key) ?? undefined;
  } catch {
    // As if there were none.
  }
  return held || undefined;
}

export function forget_invitation(): void {
  held = undefined;
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept there.
  }
}
