// How ratings spread. Expected stands on the line hollow, felt hangs from it filled:
// the gap mark's own signs, so no legend is needed. Each bar is a door to its words.
import { scaleLinear } from 'd3-scale';
import type { Distribution, Ratings } from '../api/types.ts';
import { count, experiences, points } from '../format/numbers.ts';
import { has_term } from '../query/line.ts';
import { bin_condition } from '../query/spans.ts';
import { use_width } from '../state/width.ts';
import { Figure } from './Figure.tsx';
import { use_roving } from './roving.ts';

interface Bar {
  column: 'expected' | 'felt' | 'gap';
  from: number;
  count: number;
  fewer_than?: number;
}

interface BarsProps {
  bars: Bar[];
  domain: [number, number];
  line: string;
  on_toggle: (condition: string) => void;
}

const rise = 40;

function bar_name({ column, from, count: n, fewer_than }: Bar): string {
  const range = Math.abs(from) === 10 && from > 0 ? '10' : `${points(from)} to under ${points(from + 1)}`;
  return `${column} ${range}: ${n === 0 && fewer_than ? `fewer than ${fewer_than}` : experiences(n)}`;
}

function Bars({ bars, domain, line, on_toggle }: BarsProps) {
  const { ref, width } = use_width<HTMLDivElement>(360);
  const { at, root, on_key, set_current } = use_roving(bars.length);
  const hanging = bars.some((bar) => bar.column === 'felt');
  const standing = bars.some((bar) => bar.column !== 'felt');
  const base = standing ? rise + 12 : 12;
  const height = base + (hanging ? rise + 12 : 18);
  const air = hanging && standing ? 18 : 0; // for the line's two ends to be named beside it
  const x = scaleLinear([domain[0] - 0.5, domain[1] + 0.5], [air, width - air]);
  const step = x(1) - x(0);
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const y = scaleLinear([0, most], [0, rise]);
  const marks = domain[0] < 0 ? [-10, -5, 0, 5, 10] : [0, 10];
  return (
    <div ref={ref}>
      <svg class="chart spread" width={width} height={height} ref={root} role="group" aria-label="Bars" onKeyDown={on_key}>
        {bars.map((bar, i) => {
          const condition = bin_condition(bar.column, bar.from);
          const tall = Math.max(bar.count ? 1.5 : 0, y(bar.count));
          const down = bar.column === 'felt';
          const side = bar.column !== 'gap' ? '' : bar.from < 0 ? 'fall' : bar.from > 0 ? 'lift' : 'level';
          const open = () => on_toggle(condition);
          return (
            <g
              key={condition} class={`bar ${bar.column} ${side} ${has_term(line, condition) ? 'on' : ''}`}
              role="button" tabindex={i === at ? 0 : -1} aria-label={bar_name(bar)}
              aria-pressed={has_term(line, condition)} onFocus={() => set_current(i)} onClick={open}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                open();
              }}
            >
              <title>{bar_name(bar)}</title>
              <rect class="reach" x={x(bar.from - 0.5)} width={step} y={down ? base + 1 : 0} height={down ? height - base - 1 : base} />
              <rect
                class="ink" x={x(bar.from - 0.5) + 1.5} width={Math.max(2, step - 3)}
                y={down ? base + 3 : base - 3 - tall} height={tall}
              />
            </g>
          );
        })}
        <line class="track" x1={x(domain[0] - 0.5)} x2={x(domain[1] + 0.5)} y1={base} y2={base} />
        {air > 0 && [0, 5, 10].map((at_mark) => <line key={at_mark} class="track" x1={x(at_mark)} x2={x(at_mark)} y1={base - 3} y2={base + 3} />)}
        {marks.map((mark) => (
          <text
            key={mark} class="tick" aria-hidden="true" text-anchor={!air ? 'middle' : mark ? 'end' : 'start'}
            x={!air ? x(mark) : mark ? width : 0} y={air ? base + 4 : base + 14}
          >
            {points(mark)}
          </text>
        ))}
      </svg>
    </div>
  );
}

function bars_of(column: Bar['column'], distribution: Distribution): Bar[] {
  return distribution.bins.map((bin) => ({ column, ...bin }));
}

function in_words(name: string, distribution: Distribution): string {
  if (!distribution.count) return `nobody said ${name}`;
  const middle = distribution.median === null ? '' : `, median ${points(distribution.median)}`;
  return `${name}: ${count(distribution.count)} said${middle}`;
}

interface Props {
  ratings: Ratings;
  line: string;
  on_toggle: (condition: string) => void;
}

export function RatingsSpread({ ratings, line, on_toggle }: Props) {
  const { expected, felt } = ratings;
  if (!expected.count && !felt.count) return null;
  const bars = [...bars_of('expected', expected), ...bars_of('felt', felt)];
  const table = () => ({
    columns: ['from', 'expected', 'felt'],
    rows: Array.from({ length: 11 }, (_, from) => [
      from,
      expected.bins.find((bin) => bin.from === from)?.count ?? 0,
      felt.bins.find((bin) => bin.from === from)?.count ?? 0,
    ]),
  });
  return (
    <Figure
      name="Expected and felt" table={table} class="facet"
      summary={`${in_words('expected', expected)}; ${in_words('felt', felt)}`}
      hint={<span class="base">{count(expected.count)} and {count(felt.count)} said</span>}
    >
      <Bars bars={bars} domain={[0, 10]} line={line} on_toggle={on_toggle} />
    </Figure>
  );
}

export function GapSpread({ ratings, line, on_toggle }: Props) {
  const gap = ratings.gap;
  if (!gap.count) return null;
  const sum = (test: (from: number) => boolean) =>
    gap.bins.filter((bin) => test(bin.from)).reduce((total, bin) => total + bin.count, 0);
  const doors: [string, string, number][] = [
    ['below expected', 'gap:<0', sum((from) => from < 0)],
    ['a point or more above', 'gap:>=1', sum((from) => from > 0)],
  ];
  const table = () => ({ columns: ['gap from', 'experiences'], rows: gap.bins.map((bin) => [bin.from, bin.count]) });
  return (
    <Figure
      name="Felt less, felt more" table={table} class="facet"
      summary={`${in_words('both', gap)}; ${doors.map(([name, , n]) => `${count(n)} ${name}`).join(', ')}`}
      hint={<span class="base">{count(gap.count)} said both</span>}
    >
      <Bars bars={bars_of('gap', gap)} domain={[-10, 10]} line={line} on_toggle={on_toggle} />
      <p class="doors">
        {doors.map(([name, condition, n]) => (
          <button key={name} type="button" class="door" aria-pressed={has_term(line, condition)} onClick={() => on_toggle(condition)}>
            {count(n)} {name}
          </button>
        ))}
      </p>
    </Figure>
  );
}
