// A person's own words, their own ratings, and where they come from.
import { useState } from 'preact/hooks';
import type { Experience, Hit } from '../api/types.ts';
import { GapMark } from '../charts/GapMark.tsx';
import { excerpt, pieces_of, type Piece } from '../format/excerpt.ts';
import { count, day, language } from '../format/numbers.ts';
import { cycle_filter, filter_state } from '../query/line.ts';

export function Pieces({ pieces }: { pieces: Piece[] }) {
  return <>{pieces.map((piece, i) => (piece.marked ? <mark key={i}>{piece.text}</mark> : piece.text))}</>;
}

export function Words({ hit }: { hit: Hit }) {
  const [whole, set_whole] = useState(false);
  const { text, highlights } = hit;
  if (text.trim() === '') return <p class="wordless">{hit.kind === 'interaction' ? 'An interaction, told without words' : 'Told without words'}</p>;
  const short = excerpt(text, highlights);
  const pieces = whole ? pieces_of(text, highlights) : short.pieces;
  return (
    <>
      <blockquote class="words" lang={hit.lang ?? hit.inferred?.lang} dir="auto">
        <p><Pieces pieces={pieces} />{short.cut && !whole && ' …'}</p>
      </blockquote>
      {short.cut && (
        <button type="button" class="door read-on" aria-expanded={whole} onClick={() => set_whole(!whole)}>
          {whole ? 'shorter' : `read all ${count(text.split(/\s+/).length)} words`}
        </button>
      )}
    </>
  );
}

export function Mark({ hit, size = 'middle' }: { hit: Experience; size?: 'middle' | 'large' }) {
  if (hit.expected === undefined && hit.felt === undefined) return null;
  return <GapMark expected={hit.expected} felt={hit.felt} size={size} />;
}

export function Guessed({ children }: { children: preact.ComponentChildren }) {
  return <span class="guessed" title="inferred">{children}<span class="for-readers"> (inferred)</span></span>;
}

interface Props {
  hit: Hit;
  line: string;
  on_line: (line: string) => void;
}

const told_of = ['party', 'touchpoint', 'stage', 'unit', 'channel'] as const;

function About({ hit, line, on_line }: Props) {
  const values: [string, string][] = told_of.flatMap((column) => (hit[column] ? [[column, hit[column]] as [string, string]] : []));
  for (const subject of hit.subjects ?? []) {
    if (subject.level !== 'industry') values.push([subject.level, subject.name]);
  }
  if (hit.kind && hit.kind !== 'story') values.unshift(['kind', hit.kind]);
  const when = hit.lived_at ?? hit.told_at;
  return (
    <p class="about">
      {values.map(([column, value]) => (
        <button
          key={column} type="button" class="door" aria-pressed={filter_state(line, column, value) !== 'off'}
          title={`${column}: ${value}`} onClick={() => on_line(cycle_filter(line, column, value))}
        >
          <span class="for-readers">{column} </span>{value}
        </button>
      ))}
      {!hit.lang && hit.inferred?.lang && !navigator.language.startsWith(hit.inferred.lang) && (
        <span><Guessed>{language(hit.inferred.lang)}</Guessed></span>
      )}
      <a href={`/e/${hit.id}`}>{day(when)}<span class="for-readers">, open experience {hit.id}</span></a>
    </p>
  );
}

export function Told({ hit, line, on_line }: Props) {
  return (
    <article class="told" tabIndex={-1} data-id={hit.id} aria-label={`Experience ${hit.id}`}>
      <div class="told-words"><Words hit={hit} /></div>
      <div class="told-mark"><Mark hit={hit} /></div>
      <About {...{ hit, line, on_line }} />
    </article>
  );
}
