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
  const most = Math.max(...lines.flatMap(valuesOf), ...limits.map((limit) => limit.value), 0);
  const ticks = ticksTo(most);
  const last = Math.max(
    1,
    untilSecond ?? 0,
    ...lines.flatMap((line) => line.points.map(([second]) => second)),
  );
  const scale = scaleTo(last, ticks.at(-1) ?? 1, phases.length > 0);
  const tones = new Map(lines.map((line) => [line.name, toneOf(line)]));
  const parts = [
    ...phases.map((phase) => band(phase, last, scale)),
    ...ticks.map((tick) => grid(tick, unit, scale)),
    ...limits.map((limit) => limitLine(limit, tones.get(limit.name) ?? limit.name, last, scale)),
    ...lines.map((line) => markup`<path class="line ${toneOf(line)}" d="${pathOf(line, scale)}"/>`),
    timeAxis(last, scale),
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

interface Scale {
  readonly x: (second: number) => string;
  readonly y: (value: number) => string;
  readonly top: number;
  readonly height: number;
}

function scaleTo(last: number, most: number, named: boolean): Scale {
  const width = SIZE.width - SIZE.left - SIZE.right;
  const top = SIZE.top + (named ? NAMES_HEIGHT : 0);
  const height = SIZE.height - top - SIZE.bottom;
  return {
    top,
    height,
    x: (second) => (SIZE.left + (second / last) * width).toFixed(1),
    y: (value) => (top + height - (value / most) * height).toFixed(1),
  };
}

function valuesOf(line: Line): readonly number[] {
  return line.points.flatMap(([, value]) => (value === undefined ? [] : [value]));
}

/** Three to six round numbers from zero to at least `most`. */
export function ticksTo(most: number): readonly number[] {
  const rough = (most > 0 ? most : 1) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * ([1, 2, 2.5, 5, 10].find((one) => one * magnitude >= rough) ?? 10);
  const amount = Math.ceil((most > 0 ? most : 1) / step - 1e-9);
  return Array.from({ length: amount + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}

function grid(tick: number, unit: string, { y }: Scale): Html {
  const said = `${tick === 0 ? '0' : sayNumber(tick)}${unit === '%' && tick > 0 ? ' %' : ''}`;
  return markup`
    <line class="grid" x1="${SIZE.left}" x2="${SIZE.width - SIZE.right}" y1="${y(tick)}" y2="${y(tick)}"/>
    <text x="${SIZE.left - 6}" y="${y(tick)}" dy="3.5" text-anchor="end">${said}</text>`;
}

function limitLine(
  { value, fromSecond = 0, untilSecond }: Limit,
  tone: string,
  last: number,
  { x, y }: Scale,
): Html {
  const [from, until] = [x(Math.min(last, fromSecond)), x(Math.min(last, untilSecond ?? last))];
  return markup`<line class="limit ${tone}" x1="${from}" x2="${until}" y1="${y(value)}" y2="${y(value)}"/>`;
}

/** Every second phase is shaded, and each says its name where there is room; one in which something broke is marked. */
function band({ name, fromMs, untilMs, broke }: Stretch, last: number, { x, top, height }: Scale): Html {
  const clipped = (ms: number) => x(Math.min(last, Math.max(0, ms / 1000)));
  const [from, until] = [clipped(fromMs), clipped(untilMs)];
  const width = Number(until) - Number(from);
  const fits = width > 6 * name.length + 4;
  return markup`
    <g class="band${broke === true ? ' broke' : ''}">
      <rect x="${from}" y="${top}" width="${width.toFixed(1)}" height="${height}"><title>${name}</title></rect>
      ${fits ? markup`<text x="${from}" dx="3" y="${top - 4}">${name}</text>` : ''}
    </g>`;
}

/** A point without neighbours is a dash. */
function pathOf({ points }: Line, { x, y }: Scale): string {
  const known = (index: number) => points[index]?.[1] !== undefined;
  return points
    .map(([second, value], index) => {
      if (value === undefined) return '';
      if (known(index - 1)) return `L${x(second)} ${y(value)}`;
      return `M${x(second)} ${y(value)}${known(index + 1) ? '' : 'm-2 0h4'}`;
    })
    .join('');
}

function timeAxis(last: number, { x }: Scale): Html {
  const text = (second: number, anchor: string) => {
    const said = sayDuration(second * 1000).replace('0 ms', '0');
    return markup`<text x="${x(second)}" y="${SIZE.height - 6}" text-anchor="${anchor}">${said}</text>`;
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
  const values = valuesOf(line);
  if (values.length === 0) return `${line.name} not measured`;
  return `${line.name} max ${sayIn(line.most ?? Math.max(...values), unit)}`;
}

/** One limit is told by its value, several by what each holds for; those of phases are drawn only. */
function sayLimits(limits: readonly Limit[], unit: string): readonly string[] {
  return limits
    .filter((limit) => limit.fromSecond === undefined)
    .map(({ value, tag }) => `${tag === undefined ? 'limit' : `limit of ${tag}`} ${sayIn(value, unit)}`);
}

function sayLine(line: Line, unit: string): string {
  const values = valuesOf(line);
  if (values.length === 0) return `${line.name} has no value`;
  return `${line.name} from ${sayNumber(Math.min(...values))} to ${sayIn(Math.max(...values), unit)}`;
}
