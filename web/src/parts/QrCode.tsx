// A link as a square that a phone's camera reads: dark on light on any page, for not every
// camera reads the reverse, with the four free modules round it that the standard asks for.
import { useEffect, useState } from 'preact/hooks';

const free = 4;

interface Square {
  side: number;
  path: string;
}

/** The dark modules, run by run: one path draws them all. */
export function dark_path(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; ++x) {
      const begin = x;
      while (row[x]) ++x;
      if (x > begin) path += `M${begin + free} ${y + free}h${x - begin}v1h-${x - begin}z`;
    }
  });
  return path;
}

export async function square_of(text: string): Promise<Square> {
  const { encode } = await import('uqr'); // only who has told something needs it
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  return { side: size + 2 * free, path: dark_path(data) };
}

export function QrCode({ text, name }: { text: string; name: string }) {
  const [square, set_square] = useState<Square>();
  useEffect(() => {
    square_of(text).then(set_square, () => undefined); // The code itself stands beside it.
  }, [text]);
  if (!square) return <div class="qr" />;
  return (
    <svg class="qr" viewBox={`0 0 ${square.side} ${square.side}`} role="img" aria-label={name} shape-rendering="crispEdges">
      <rect width={square.side} height={square.side} fill="#fff" />
      <path d={square.path} fill="#000" />
    </svg>
  );
}
