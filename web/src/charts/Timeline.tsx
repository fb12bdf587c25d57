// When it was lived. Brushed with the pointer, or by its two handles with the keys;
// what is brushed stands in the query line as since: and until:.
import { scaleLinear } from 'd3-scale';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Histogram } from '../api/types.ts';
import { bucket_name, count, experiences } from '../format/numbers.ts';
import type { Span } from '../query/line.ts';
import { buckets_of_span, next_start_ms, span_of_buckets, start_ms } from '../query/spans.ts';
import { use_width } from '../state/width.ts';
import { Figure } from './Figure.tsx';

interface Props {
  histogram: Histogram;
  span: Span;
  on_span: (span: Span) => void;
}

type Range = [number, number]; // first and last bucket

const height = 76;
const foot = 18;

const bars_path = (histogram: Histogram, range: Range, box: (i: number) => [number, number, number]) =>
  histogram.buckets
    .slice(range[0], range[1] + 1)
    .map((_, i) => {
      const [left, right, top] = box(range[0] + i);
      return `M${left.toFixed(1)} ${height}V${top.toFixed(1)}H${right.toFixed(1)}V${height}Z`;
    })
    .join('');

/** Buckets that begin a year (or month), spread so that their names do not meet. */
function ticks(histogram: Histogram, width: number): { i: number; text: string }[] {
  const { step, buckets } = histogram;
  const years = buckets.length > 1 && next_start_ms('year', start_ms(buckets[0]!.start)) < start_ms(buckets.at(-1)!.start);
  const names = buckets.map((bucket, i) => {
    const ms = start_ms(bucket.start);
    const before = i ? start_ms(buckets[i - 1]!.start) : NaN;
    const unit = years ? 'year' : step === 'year' ? 'year' : 'month';
    const same = i > 0 && bucket_name(unit, ms) === bucket_name(unit, before);
    return i === 0 || same ? undefined : { i, text: bucket_name(unit, ms) };
  });
  const all = names.filter((name) => name !== undefined);
  const keep = Math.max(1, Math.ceil((all.length * 70) / Math.max(1, width - 120)));
  return all.filter((_, i) => i % keep === 0);
}

function use_brush(buckets: number, width: number, shown: Range, whole: boolean, on_range: (range: Range | undefined) => void) {
  const [drag, set_drag] = useState<Range>();
  const from = useRef(0);
  const range = drag ?? shown;
  const bucket_at = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return Math.min(buckets - 1, Math.max(0, Math.floor(((event.clientX - box.left) / width) * buckets)));
  };
  const sorted = (a: number, b: number): Range => (a < b ? [a, b] : [b, a]);
  return {
    range,
    brushed: drag !== undefined || !whole,
    on_down: (event: PointerEvent) => {
      if (event.button !== 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      from.current = bucket_at(event);
      set_drag([from.current, from.current]);
    },
    on_move: (event: PointerEvent) => {
      if (drag) set_drag(sorted(from.current, bucket_at(event)));
    },
    on_up: () => {
      if (!drag) return;
      on_range(drag[0] === 0 && drag[1] === buckets - 1 ? undefined : drag);
      set_drag(undefined);
    },
    on_cancel: () => set_drag(undefined),
  };
}

interface HandleProps {
  name: string;
  at: number;
  x: number;
  low: number;
  high: number;
  text: string;
  faint: boolean;
  on_move: (to: number) => void;
}

function Handle({ name, at, x, low, high, text, faint, on_move }: HandleProps) {
  const key = (event: KeyboardEvent) => {
    const big = Math.max(1, Math.round((high - low) / 10));
    const to: Record<string, number> = {
      ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1,
      PageDown: at - big, PageUp: at + big, Home: low, End: high,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    on_move(Math.min(high, Math.max(low, next)));
  };
  return (
    <g
      class={`handle ${faint ? 'faint' : ''}`} role="slider" tabindex={0} aria-label={name} aria-valuemin={low}
      aria-valuemax={high} aria-valuenow={at} aria-valuetext={text} onKeyDown={key}
    >
      <line x1={x} x2={x} y1={4} y2={height} />
      <rect x={x - 3.5} y={height / 2 - 9} width={7} height={18} rx={3} />
    </g>
  );
}

export function Timeline({ histogram, span, on_span }: Props) {
  const { buckets, step } = histogram;
  const { ref, width } = use_width<HTMLDivElement>(640);
  const [pointed, set_pointed] = useState<number>();
  const [keyed, set_keyed] = useState<Range>();
  const all: Range = [0, buckets.length - 1];
  const named = buckets_of_span(histogram, span);
  const give = (range: Range | undefined) => on_span(range ? span_of_buckets(histogram, range[0], range[1]) : {});
  const brush = use_brush(buckets.length, width, keyed ?? named ?? all, !named && !keyed, give);
  // Keys move fast: the query line follows when they rest.
  useEffect(() => {
    if (!keyed) return;
    const rest = setTimeout(() => {
      give(keyed[0] === 0 && keyed[1] === all[1] ? undefined : keyed);
      set_keyed(undefined);
    }, 250);
    return () => clearTimeout(rest);
  }, [keyed]);

  const x = scaleLinear([0, buckets.length], [0, width]);
  const y = scaleLinear([0, Math.max(1, ...buckets.map((bucket) => bucket.experiences))], [height, 8]);
  const air = x(1) > 3 ? 1 : 0;
  const box = (i: number): [number, number, number] => [x(i), x(i + 1) - air, y(buckets[i]!.experiences)];
  const name = (i: number) => bucket_name(step, start_ms(buckets[i]!.start));
  const edge = (i: number) => bucket_name(step === 'week' ? 'day' : step, start_ms(buckets[i]!.start));
  const [first, last] = brush.range;
  const total = buckets.slice(first, last + 1).reduce((sum, bucket) => sum + bucket.experiences, 0);
  const at = pointed !== undefined && pointed < buckets.length ? pointed : undefined;
  const said = at === undefined || brush.range[0] !== all[0] || brush.range[1] !== all[1]
    ? `${name(first)}${last > first ? ` to ${name(last)}` : ''}: ${count(total)}`
    : `${name(at)}: ${count(buckets[at]!.experiences)}`;
  const most = buckets.reduce((best, bucket, i) => (bucket.experiences > buckets[best]!.experiences ? i : best), 0);
  return (
    <Figure
      name="When it was lived" class="timeline-figure"
      summary={`By ${step}, ${name(0)} to ${name(all[1])}; most in ${name(most)}: ${experiences(buckets[most]!.experiences)}`}
      table={() => ({ columns: [step, 'experiences'], rows: buckets.map((bucket) => [bucket.start, bucket.experiences]) })}
      hint={
        <>
          <span class="base" aria-hidden="true">{said}</span>
          {named ? (
            <button type="button" class="door" onClick={() => on_span({})}>all times</button>
          ) : (
            <span class="base hint">brush to narrow</span>
          )}
        </>
      }
    >
      <div ref={ref}>
        <svg
          class="chart timeline" width={width} height={height + foot} role="group" aria-label="Narrow the time"
          onPointerDown={brush.on_down} onPointerUp={brush.on_up} onPointerCancel={brush.on_cancel}
          onPointerMove={(event) => {
            const left = (event.currentTarget as Element).getBoundingClientRect().left;
            set_pointed(Math.max(0, Math.floor(((event.clientX - left) / width) * buckets.length)));
            brush.on_move(event);
          }}
          onPointerLeave={() => set_pointed(undefined)}
        >
          <rect class="reach" width={width} height={height} />
          {brush.brushed && <rect class="brushed" x={x(first)} width={x(last + 1) - x(first)} y={0} height={height} />}
          <path class="bars rest" d={bars_path(histogram, all, box)} />
          <path class="bars" d={bars_path(histogram, brush.range, box)} />
          {at !== undefined && <path class="bars pointed" d={bars_path(histogram, [at, at], box)} />}
          <line class="track" x1={0} x2={width} y1={height} y2={height} />
          <text class="tick" x={0} y={height + 14} aria-hidden="true">{edge(0)}</text>
          {ticks(histogram, width).map(({ i, text }) =>
            x(i) > 90 && x(i) < width - 90 ? (
              <text key={i} class="tick" x={x(i)} y={height + 14} text-anchor="middle" aria-hidden="true">{text}</text>
            ) : null,
          )}
          {buckets.length > 1 && (
            <text class="tick" x={width} y={height + 14} text-anchor="end" aria-hidden="true">{edge(all[1])}</text>
          )}
          <Handle
            name="from" at={first} x={Math.max(4, x(first))} low={0} high={last} text={name(first)} faint={!brush.brushed}
            on_move={(to) => set_keyed([to, last])}
          />
          <Handle
            name="until" at={last} x={Math.min(width - 4, x(last + 1))} low={first} high={all[1]} text={name(last)} faint={!brush.brushed}
            on_move={(to) => set_keyed([first, to])}
          />
        </svg>
      </div>
    </Figure>
  );
}
