// The gap mark: a line of 0 to 10, a ring where it was expected, a dot where it was
// felt, a stroke between. For a group the marks are medians, and the middle half
// lies round the line as a soft band: expected above it, felt below.
import { scaleLinear } from 'd3-scale';
import type { Distribution, Ratings } from '../api/types.ts';
import { mark_in_words } from '../format/ratings.ts';

type Half = readonly [number, number];

interface Props {
  expected?: number | undefined;
  felt?: number | undefined;
  expected_half?: Half | undefined;
  felt_half?: Half | undefined;
  size?: 'small' | 'middle' | 'large';
  of?: string | undefined; // whose mark: "of 230 people"
  width?: number; // instead of the size's own
  inset?: number; // from the edges to 0 and to 10
}

const sizes = {
  small: { width: 88, height: 16, ring: 4, dot: 2.9 },
  middle: { width: 132, height: 20, ring: 5, dot: 3.6 },
  large: { width: 300, height: 32, ring: 7.5, dot: 5.4 },
};

export function GapMark({ expected, felt, expected_half, felt_half, size = 'middle', of, ...drawn }: Props) {
  const { height, ring, dot } = sizes[size];
  const width = drawn.width ?? sizes[size].width;
  const inset = drawn.inset ?? ring + 1;
  const x = scaleLinear([0, 10], [inset, width - inset]).clamp(true);
  const y = height / 2;
  const both = expected !== undefined && felt !== undefined;
  const direction = !both || felt === expected ? 'level' : felt > expected ? 'lift' : 'fall';
  const band = (half: Half, up: boolean) => (
    <rect
      class="band" x={x(half[0])} width={Math.max(2, x(half[1]) - x(half[0]))}
      y={up ? y - ring - 1 : y} height={ring + 1} rx="2"
    />
  );
  return (
    <svg
      class={`gap-mark ${direction}`} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img"
      aria-label={`${of ? `median ${of}: ` : ''}${mark_in_words(expected, felt)}`}
    >
      <line class="track" x1={x(0)} x2={x(10)} y1={y} y2={y} />
      <line class="track" x1={x(0)} x2={x(0)} y1={y - 2.5} y2={y + 2.5} />
      <line class="track" x1={x(10)} x2={x(10)} y1={y - 2.5} y2={y + 2.5} />
      {expected_half && band(expected_half, true)}
      {felt_half && band(felt_half, false)}
      {both && <line class="stroke" x1={x(expected)} x2={x(felt)} y1={y} y2={y} />}
      {expected !== undefined && <circle class="ring" cx={x(expected)} cy={y} r={ring} />}
      {felt !== undefined && <circle class="dot" cx={x(felt)} cy={y} r={dot} />}
    </svg>
  );
}

function half_of(distribution: Distribution): Half | undefined {
  if (distribution.q25 === null || distribution.q75 === null) return undefined;
  return [distribution.q25, distribution.q75];
}

export function GroupMark({ ratings, of, size }: { ratings: Ratings; of: string; size: 'small' | 'middle' }) {
  return (
    <GapMark
      expected={ratings.expected.median ?? undefined} felt={ratings.felt.median ?? undefined} size={size} of={`of ${of}`}
      expected_half={half_of(ratings.expected)} felt_half={half_of(ratings.felt)}
    />
  );
}
