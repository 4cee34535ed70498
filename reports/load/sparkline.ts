import { sayNumber } from '../format.ts';
import { max, min } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type Html, markup } from '../drawing/html.ts';
import { downsample } from './downsample.ts';

type Point = readonly [second: number, value: number | undefined];

const [WIDTH, HEIGHT] = [96, 20];
const MOST_POINTS = 48;

/** A line the size of a word, from zero to its highest value, with what it goes from and to. Empty with less than two values. */
export function sparkline(points: readonly Point[], unit: string): Html {
  const thinned = downsample(points, worst, MOST_POINTS);
  const values = thinned.flatMap(([, value]) => value ?? []);
  const [first, last] = [thinned[0]?.[0] ?? 0, thinned.at(-1)?.[0] ?? 0];
  const most = max(values) ?? 0;
  if (values.length < 2 || last <= first || most <= 0) return markup``;
  const x = scaleLinear([first, last], [1, WIDTH - 1]);
  const y = scaleLinear([0, most], [HEIGHT - 1.5, 1.5]);
  const path = line<Point>()
    .defined(([, value]) => value !== undefined)
    .x(([second]) => x(second))
    .y(([, value]) => y(value ?? 0))
    .digits(1);
  const label = `from ${sayNumber(min(values) ?? 0)} to ${sayNumber(most)} ${unit}`;
  return markup`
    <svg class="spark" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${label}">
      <path d="${path(thinned) ?? ''}"/>
    </svg>`;
}

function worst(group: readonly Point[]): Point {
  return [group[0]?.[0] ?? 0, max(group, ([, value]) => value)];
}
