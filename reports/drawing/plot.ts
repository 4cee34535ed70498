import { max, min } from 'd3-array';
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { line as lineThrough } from 'd3-shape';
import { sayDuration, sayNumber } from '../format.ts';
import { type Html, joined, markup } from './html.ts';

export interface Line {
  readonly name: string;
  /** Its CSS class; the name, unless told. */
  readonly tone?: string;
  /** What it says in the legend, unless its highest value. */
  readonly most?: number;
  /** Seconds and value; a gap where there is no value. */
  readonly points: readonly (readonly [number, number | undefined])[];
}

export interface Limit {
  /** The line it belongs to. */
  readonly name: string;
  readonly value: number;
  /** What it holds for, when not for everything: `service:api`. */
  readonly tag?: string;
  /** Where it holds, when not everywhere. */
  readonly fromSecond?: number;
  readonly untilSecond?: number;
}

/** A stretch of time, drawn behind the lines. Milliseconds on the plot's clock. */
export interface Stretch {
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Something that was to hold did not hold in it. */
  readonly broke?: boolean;
}

export interface Plot {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  readonly limits: readonly Limit[];
  readonly phases: readonly Stretch[];
  /** Where the time axis ends, so that several plots have the same; else at the last point. */
  readonly untilSecond?: number;
  /** What a point stands for, where that is not plain. */
  readonly note?: string;
}

const SIZE = { width: 360, height: 170, left: 44, right: 8, top: 10, bottom: 22 };
/** Names of phases stand above the lines. */
const NAMES_HEIGHT = 12;

/** A static line plot: title, legend with each line's highest value, axes from zero, limits dashed. */
export function plot({ title, unit, lines, limits, phases, untilSecond, note }: Plot): Html {
  const most = Math.max(0, max(lines, mostOf) ?? 0, max(limits, ({ value }) => value) ?? 0);
  const last = Math.max(1, untilSecond ?? 0, max(lines, lastOf) ?? 0);
  const top = SIZE.top + (phases.length > 0 ? NAMES_HEIGHT : 0);
  const y = valueScale(most).range([SIZE.height - SIZE.bottom, top]);
  const x = scaleLinear([0, last], [SIZE.left, SIZE.width - SIZE.right]).clamp(true);
  const axes = { x, y };
  const tones = new Map(lines.map((line) => [line.name, toneOf(line)]));
  const parts = [
    ...phases.map((phase) => band(phase, axes)),
    ...y.ticks(TICKS).map((tick) => grid(tick, unit, axes)),
    ...limits.map((limit) => limitLine(limit, tones.get(limit.name) ?? limit.name, axes)),
    ...lines.map((line) => markup`<path class="line ${toneOf(line)}" d="${pathOf(line, axes)}"/>`),
    timeAxis(last, axes),
  ];
  const label = `${title}: ${lines.map((line) => sayLine(line, unit)).join('; ')}`;
  const aside = [
    ...(unit === '/s' || unit === '' ? [] : [`in ${unit}`]),
    ...(note === undefined ? [] : [note]),
  ];
  return markup`
    <figure class="plot">
      <figcaption><strong>${title}</strong> ${aside.join(', ')}${legend(lines, limits, unit)}</figcaption>\n
      <svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${label}">${parts}</svg>
    </figure>`;
}

function toneOf({ name, tone }: Line): string {
  return tone ?? name;
}

/** `412 ms`, `80/s`, `12`. */
function sayIn(value: number, unit: string): string {
  return `${sayNumber(value)}${unit === '/s' || unit === '' ? unit : ` ${unit}`}`;
}

interface Axes {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

/** With as many asked for, an axis has four to seven. */
const TICKS = 4;

/** From zero to a round number that is at least `most`. */
function valueScale(most: number): ScaleLinear<number, number> {
  return scaleLinear()
    .domain([0, most > 0 ? most : 1])
    .nice(TICKS);
}

/** Where something lies: no reader sees more than a tenth of a pixel. */
function at(place: number): string {
  return place.toFixed(1);
}

function lastOf({ points }: Line): number | undefined {
  return max(points, ([second]) => second);
}

function mostOf({ points }: Line): number | undefined {
  return max(points, ([, value]) => value);
}

function grid(tick: number, unit: string, { y }: Axes): Html {
  const place = at(y(tick));
  const said = `${tick === 0 ? '0' : sayNumber(tick)}${unit === '%' && tick > 0 ? ' %' : ''}`;
  return markup`
    <line class="grid" x1="${SIZE.left}" x2="${SIZE.width - SIZE.right}" y1="${place}" y2="${place}"/>
    <text x="${SIZE.left - 6}" y="${place}" dy="3.5" text-anchor="end">${said}</text>`;
}

function limitLine(
  { value, fromSecond = 0, untilSecond = Infinity }: Limit,
  tone: string,
  { x, y }: Axes,
): Html {
  const height = at(y(value));
  return markup`
    <line class="limit ${tone}" x1="${at(x(fromSecond))}" x2="${at(x(untilSecond))}" y1="${height}" y2="${height}"/>`;
}

/** Every second phase is shaded, and each says its name where there is room; one in which something broke is marked. */
function band({ name, fromMs, untilMs, broke }: Stretch, { x, y }: Axes): Html {
  const [from, until] = [x(fromMs / 1000), x(untilMs / 1000)];
  const [bottom = 0, top = 0] = y.range();
  const fits = until - from > 6 * name.length + 4;
  return markup`
    <g class="band${broke === true ? ' broke' : ''}">
      <rect x="${at(from)}" y="${top}" width="${at(until - from)}" height="${bottom - top}"><title>${name}</title></rect>
      ${fits ? markup`<text x="${at(from)}" dx="3" y="${top - 4}">${name}</text>` : ''}
    </g>`;
}

/** A gap where there is no value. A point without neighbours is a dash: the library closes it, which shows next to nothing. */
function pathOf({ points }: Line, { x, y }: Axes): string {
  const through = lineThrough<Line['points'][number]>()
    .defined(([, value]) => value !== undefined)
    .x(([second]) => x(second))
    .y(([, value]) => y(value ?? 0))
    .digits(1);
  return (through(points) ?? '').replaceAll('Z', 'm-2,0h4');
}

function timeAxis(last: number, { x }: Axes): Html {
  const text = (second: number, anchor: string) => {
    const said = sayDuration(second * 1000).replace('0 ms', '0');
    return markup`<text x="${at(x(second))}" y="${SIZE.height - 6}" text-anchor="${anchor}">${said}</text>`;
  };
  const middle = Math.round(last / 2);
  return markup`${text(0, 'start')}${middle < last ? text(middle, 'middle') : ''}${text(last, 'end')}`;
}

function legend(lines: readonly Line[], limits: readonly Limit[], unit: string): Html {
  const items = lines.map((line) => {
    const own = limits.filter((limit) => limit.name === line.name);
    const said = [sayMost(line, unit), ...sayLimits(own, unit)].join(', ');
    return markup`<span class="key ${toneOf(line)}">${said}</span>`;
  });
  return markup`<span class="legend">${joined(items, ' ')}</span>`;
}

function sayMost(line: Line, unit: string): string {
  const most = mostOf(line);
  return most === undefined
    ? `${line.name} not measured`
    : `${line.name} max ${sayIn(line.most ?? most, unit)}`;
}

/** One limit is told by its value, several by what each holds for; those of phases are drawn only. */
function sayLimits(limits: readonly Limit[], unit: string): readonly string[] {
  return limits
    .filter((limit) => limit.fromSecond === undefined)
    .map(({ value, tag }) => `${tag === undefined ? 'limit' : `limit of ${tag}`} ${sayIn(value, unit)}`);
}

function sayLine(line: Line, unit: string): string {
  const [least, most] = [min(line.points, ([, value]) => value), mostOf(line)];
  if (least === undefined || most === undefined) return `${line.name} has no value`;
  return `${line.name} from ${sayNumber(least)} to ${sayIn(most, unit)}`;
}
