// The claim code of whoever is here: in memory and, so that a reload does not lose it, in
// this tab's storage. It comes behind a # and leaves the address at once: no log and no
// other site ever sees it.

const key = 'firsthand.claim';
const letters = 52; // 256 bits, five a letter
const shape = new RegExp(`^fhc_[a-z2-7]{${letters}}$`);

let held: string | undefined;

export type Typed = { code: string } | { wrong: string };

/** The code in what somebody typed or pasted: alone, broken over lines, or a whole link. */
export function code_in(text: string): Typed {
  const bare = text.replaceAll(/[\s\u200b-\u200d\u2060\ufeff-]/g, '').toLowerCase();
  if (!bare) return { wrong: 'Put your claim code in here.' };
  const code = bare.slice(Math.max(0, bare.lastIndexOf('fhc_')));
  if (shape.test(code)) return { code };
  if (!code.startsWith('fhc_')) return { wrong: 'This is no claim code: one begins with fhc_.' };
  const rest = code.slice('fhc_'.length);
  const strange = [...new Set(rest.replaceAll(/[a-z2-7]/g, ''))];
  if (strange.length > 0) {
    return { wrong: `A claim code has only the letters a to z and the digits 2 to 7; this one has “${strange.slice(0, 5).join('”, “')}”.` };
  }
  const [far, way] = [Math.abs(letters - rest.length), rest.length < letters ? 'missing' : 'too many'];
  return { wrong: `After fhc_ a claim code has ${letters} letters; this one has ${rest.length}, so ${far} ${far === 1 ? 'is' : 'are'} ${way}.` };
}

/** Where the code leads. The part behind # stays in the browser. */
export function link_of(code: string): string {
  return `${location.origin}/mine#${code}`;
}

export function hold(code: string): void {
  held = code;
  try {
    sessionStorage.setItem(key, code);
  } catch {
    // Then it lasts as long as the page.
  }
}

export function forget(): void {
  held = undefined;
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept there.
  }
}

export function held_code(): string | undefined {
  if (held) return held;
  try {
    held = sessionStorage.getItem(key) ?? undefined;
  } catch {
    // As if there were none.
  }
  return held;
}

/** What stands behind the #, taken out of the address. */
export function taken_fragment(): string {
  let fragment = location.hash.slice(1);
  if (!fragment) return '';
  history.replaceState(null, '', location.pathname + location.search);
  try {
    fragment = decodeURIComponent(fragment);
  } catch {
    // Not encoded, then: as it stands.
  }
  return fragment;
}
