import { relative } from 'node:path';
import { printableLines } from '../../kernel/printable.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { sayTime } from '../format.ts';
import { WORDS } from '../model/sentence.ts';
import type { TrendPoint } from '../model/suite-row.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML, also between double quotes of an attribute; what is not printable is shown by its escape. */
export function escapeHtml(text: string): string {
  return printableLines(text).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** The options of both pages: whatever a template prints with `<%= %>` is escaped so. */
export const ETA = {
  cache: true,
  autoEscape: true,
  escapeFunction: (value: unknown) => escapeHtml(String(value)),
};

/** Everything that has an icon of its own. */
export type State = Verdict | 'skipped' | 'proven' | 'failed' | 'unproven' | 'passed';

const ICON_OF: Readonly<Record<State, string>> = {
  pass: 'pass',
  waived: 'waived',
  unknown: 'unknown',
  fail: 'fail',
  skipped: 'skipped',
  proven: 'pass',
  failed: 'fail',
  unproven: 'skipped',
  passed: 'pass',
};

/** The class that colours a state. */
export function tone(state: State): string {
  return `is-${ICON_OF[state]}`;
}

/** An icon that says nothing by itself: a word stands beside it. */
export function icon(state: State): string {
  return `<svg class="icon ${tone(state)}" aria-hidden="true"><use href="#icon-${ICON_OF[state]}"/></svg>`;
}

/** Icon and word. */
export function badge(state: State): string {
  const word = state in WORDS ? WORDS[state as Verdict] : `${state.charAt(0).toUpperCase()}${state.slice(1)}`;
  return `<span class="badge ${tone(state)}">${icon(state)}${word}</span>`;
}

/** A moment in UTC, which a script turns into the reader's own time. */
export function time(iso: string): string {
  const utc = escapeHtml(sayTime(iso));
  return `<time datetime="${escapeHtml(iso)}" title="${utc}">${utc}</time>`;
}

/** A link target for a file of the evidence, so that it opens from disk. */
export function hrefTo(folder: string, evidenceFolder: string): (path: string) => string {
  const base = relative(folder, evidenceFolder).split('/');
  return (path) => [...base, ...path.split('/')].map(encodeURIComponent).join('/');
}

const TREND_HEIGHT = 18;

/** The last runs as small bars: the height is the duration, the colour the verdict, a dot marks what did not pass. */
export function trend(points: readonly TrendPoint[]): string {
  const longest = Math.max(1, ...points.map((point) => point.durationMs));
  const bars = points.map((point, index) => trendBar(point, index, longest)).join('');
  const words = points.map((point) => WORDS[point.verdict].toLowerCase()).join(', ');
  const label = `Last ${points.length} runs, oldest first: ${words}`;
  return `<svg class="trend" width="${points.length * 8}" height="${TREND_HEIGHT + 6}" role="img" aria-label="${label}">${bars}</svg>`;
}

function trendBar({ verdict, durationMs, at }: TrendPoint, index: number, longest: number): string {
  const height = Math.max(3, (durationMs / longest) * TREND_HEIGHT);
  const x = index * 8;
  const bar = `<rect x="${x}" y="${(TREND_HEIGHT + 6 - height).toFixed(1)}" width="6" height="${height.toFixed(1)}" rx="1"/>`;
  const dot =
    verdict === 'pass'
      ? ''
      : `<circle cx="${x + 3}" cy="${(TREND_HEIGHT + 2.5 - height).toFixed(1)}" r="2"/>`;
  return `<g class="${tone(verdict)}"><title>${escapeHtml(sayTime(at))}: ${WORDS[verdict]}</title>${bar}${dot}</g>`;
}
