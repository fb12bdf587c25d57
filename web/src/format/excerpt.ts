// A person's words in pieces: what matched is marked, and a long telling is cut
// between words, never inside one.

export interface Piece {
  text: string;
  marked: boolean;
}

export interface Excerpt {
  pieces: Piece[];
  cut: boolean; // there is more than the pieces hold
}

const shown_max = 620; // UTF-16 units; a telling up to a fifth longer is shown whole

export function pieces_of(text: string, highlights: readonly [number, number][], from = 0, to = text.length): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  const push = (end: number, marked: boolean) => {
    if (end > at) pieces.push({ text: text.slice(at, end), marked });
    at = Math.max(at, end);
  };
  for (const [begin, end] of highlights) {
    if (end <= at || begin >= to) continue;
    push(Math.max(begin, from), false);
    push(Math.min(end, to), true);
  }
  push(to, false);
  return pieces;
}

function word_end(text: string, near: number): number {
  const sentence = text.slice(Math.floor(near * 0.7), near).search(/[.!?…]["”’)]?\s[^.!?…]*$/u);
  if (sentence >= 0) return Math.floor(near * 0.7) + sentence + 1;
  const space = text.slice(0, near).search(/\s\S*$/u);
  return space > 0 ? space : near;
}

function word_begin(text: string, near: number): number {
  const space = text.slice(near).search(/\s/u);
  return space < 0 ? near : near + space + 1;
}

/** All of a short telling; of a long one its beginning, and the first match if that lies further on. */
export function excerpt(text: string, highlights: readonly [number, number][]): Excerpt {
  if (text.length <= shown_max * 1.2) return { pieces: pieces_of(text, highlights), cut: false };
  const end = word_end(text, shown_max);
  const pieces = pieces_of(text, highlights, 0, end);
  const first = highlights[0];
  if (first && first[0] >= end) {
    const from = word_begin(text, Math.max(end, first[0] - 120));
    const to = word_end(text, Math.min(text.length, first[1] + 160));
    pieces.push({ text: ' … ', marked: false });
    if (to > from) pieces.push(...pieces_of(text, highlights, Math.min(from, first[0]), Math.max(to, first[1])));
  }
  return { pieces, cut: true };
}
