import { sayDuration, sayNumber } from './format.ts';
import { escapeHtml } from './html.ts';
import type { Stretch } from './phases.ts';

export interface Line {
  /** Also its CSS class. */
  readonly name: string;
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

export interface Plot {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  readonly limits: readonly Limit[];
  readonly phases: readonly Stretch[];
}

const SIZE = { width: 360, height: 170, left: 44, right: 8, top: 10, bottom: 22 };

/** A static line plot: title, legend with each line's highest value, axes from zero, limits dashed. */
export function plot({ title, unit, lines, limits, phases }: Plot): string {
  const most = Math.max(...lines.flatMap(valuesOf), ...limits.map((limit) => limit.value), 0);
  const ticks = ticksTo(most);
  const last = Math.max(1, ...lines.flatMap((line) => line.points.map(([second]) => second)));
  const scale = scaleTo(last, ticks.at(-1) ?? 1);
  const parts = [
    ...phases.map((phase) => band(phase, last, scale)),
    ...ticks.map((tick) => grid(tick, unit, scale)),
    ...limits.map((limit) => limitLine(limit, last, scale)),
    ...lines.map((line) => `<path class="line ${line.name}" d="${pathOf(line, scale)}"/>`),
    timeAxis(last, scale),
  ];
  const label = escapeHtml(`${title}: ${lines.map((line) => sayLine(line, unit)).join('; ')}`);
  return `<figure class="plot"><figcaption><strong>${escapeHtml(title)}</strong>${unit === '/s' ? '' : ` in ${unit}`}${legend(lines, limits, unit)}</figcaption>
<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${label}">${parts.join('')}</svg></figure>`;
}

interface Scale {
  readonly x: (second: number) => string;
  readonly y: (value: number) => string;
}

function scaleTo(last: number, most: number): Scale {
  const width = SIZE.width - SIZE.left - SIZE.right;
  const height = SIZE.height - SIZE.top - SIZE.bottom;
  return {
    x: (second) => (SIZE.left + (second / last) * width).toFixed(1),
    y: (value) => (SIZE.top + height - (value / most) * height).toFixed(1),
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

function grid(tick: number, unit: string, { y }: Scale): string {
  const text = tick === 0 ? '0' : sayNumber(tick);
  return `<line class="grid" x1="${SIZE.left}" x2="${SIZE.width - SIZE.right}" y1="${y(tick)}" y2="${y(tick)}"/><text x="${SIZE.left - 6}" y="${y(tick)}" dy="3.5" text-anchor="end">${text}${unit === '%' && tick > 0 ? ' %' : ''}</text>`;
}

function limitLine(
  { name, value, fromSecond = 0, untilSecond }: Limit,
  last: number,
  { x, y }: Scale,
): string {
  const [from, until] = [x(Math.min(last, fromSecond)), x(Math.min(last, untilSecond ?? last))];
  return `<line class="limit ${name}" x1="${from}" x2="${until}" y1="${y(value)}" y2="${y(value)}"/>`;
}

/** Every second phase is shaded, and each says its name. */
function band({ name, fromMs, untilMs }: Stretch, last: number, { x }: Scale): string {
  const [from, until] = [x(Math.min(last, fromMs / 1000)), x(Math.min(last, untilMs / 1000))];
  const width = Number(until) - Number(from);
  const height = SIZE.height - SIZE.top - SIZE.bottom;
  const label =
    width > 6 * name.length ? `<text x="${from}" dx="3" y="${SIZE.top + 9}">${escapeHtml(name)}</text>` : '';
  return `<g class="band"><rect x="${from}" y="${SIZE.top}" width="${width.toFixed(1)}" height="${height}"/>${label}</g>`;
}

function pathOf({ points }: Line, { x, y }: Scale): string {
  let pen = 'M';
  return points
    .map(([second, value]) => {
      if (value === undefined) return ((pen = 'M'), '');
      const step = `${pen}${x(second)} ${y(value)}`;
      pen = 'L';
      return step;
    })
    .join('');
}

function timeAxis(last: number, { x }: Scale): string {
  const text = (second: number, anchor: string) =>
    `<text x="${x(second)}" y="${SIZE.height - 6}" text-anchor="${anchor}">${sayDuration(second * 1000).replace('0 ms', '0')}</text>`;
  return text(0, 'start') + text(Math.round(last / 2), 'middle') + text(last, 'end');
}

function legend(lines: readonly Line[], limits: readonly Limit[], unit: string): string {
  const items = lines.map((line) => {
    const own = limits.filter((limit) => limit.name === line.name);
    const most = sayNumber(Math.max(0, ...valuesOf(line)));
    const measured = `${line.name} max ${most}${unit === '/s' ? '/s' : ` ${unit}`}`;
    return `<span class="key ${line.name}">${escapeHtml([measured, ...sayLimits(own, unit)].join(', '))}</span>`;
  });
  return `<span class="legend">${items.join(' ')}</span>`;
}

/** One limit is told by its value, several by what each holds for; those of phases are drawn only. */
function sayLimits(limits: readonly Limit[], unit: string): readonly string[] {
  return limits
    .filter((limit) => limit.fromSecond === undefined)
    .map(
      ({ value, tag }) =>
        `${tag === undefined ? 'limit' : `limit of ${tag}`} ${sayNumber(value)}${unit === '/s' ? '/s' : ` ${unit}`}`,
    );
}

function sayLine(line: Line, unit: string): string {
  const values = valuesOf(line);
  if (values.length === 0) return `${line.name} has no value`;
  return `${line.name} from ${sayNumber(Math.min(...values))} to ${sayNumber(Math.max(...values))} ${unit}`;
}
