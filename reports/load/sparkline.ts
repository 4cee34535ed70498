import { sayNumber } from '../format.ts';
import { type Html, markup } from '../drawing/html.ts';
import { highest, thinBy } from './thin.ts';

type Point = readonly [second: number, value: number | undefined];

const [WIDTH, HEIGHT] = [96, 20];
const MOST_POINTS = 48;

/** A line the size of a word, from zero to its highest value, with what it goes from and to. Empty with less than two values. */
export function sparkline(points: readonly Point[], unit: string): Html {
  const thinned = thinBy(points, worst, MOST_POINTS);
  const values = thinned.flatMap(([, value]) => (value === undefined ? [] : [value]));
  const [first, last] = [thinned[0]?.[0] ?? 0, thinned.at(-1)?.[0] ?? 0];
  const most = Math.max(...values);
  if (values.length < 2 || last <= first || most <= 0) return markup``;
  const x = (second: number) => (1 + ((second - first) / (last - first)) * (WIDTH - 2)).toFixed(0);
  const y = (value: number) => (HEIGHT - 1.5 - (value / most) * (HEIGHT - 3)).toFixed(1);
  const path = thinned.map(([second, value], index) => {
    if (value === undefined) return '';
    const pen = thinned[index - 1]?.[1] === undefined ? 'M' : 'L';
    return `${pen}${x(second)} ${y(value)}`;
  });
  const label = `from ${sayNumber(Math.min(...values))} to ${sayNumber(most)} ${unit}`;
  return markup`
    <svg class="spark" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${label}">
      <path d="${path.join('')}"/>
    </svg>`;
}

function worst(group: readonly Point[]): Point {
  return [group[0]?.[0] ?? 0, highest(group.map(([, value]) => value))];
}
