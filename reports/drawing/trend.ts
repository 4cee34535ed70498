import type { Verdict } from '../../kernel/verdict.ts';
import { sayTime, VERDICT_WORDS } from '../format.ts';
import { type Html, markup } from './html.ts';
import { tone } from './state.ts';

export interface TrendPoint {
  readonly at: string;
  readonly verdict: Verdict;
  readonly durationMs: number;
}

const HEIGHT = 18;
/** For the dot above a bar. */
const ABOVE = 6;
const EACH = 8;

/** The last runs as small bars: the height is the duration, the colour the verdict, a dot marks what did not pass. */
export function trend(points: readonly TrendPoint[]): Html {
  const longest = Math.max(1, ...points.map((point) => point.durationMs));
  const words = points.map((point) => VERDICT_WORDS[point.verdict].toLowerCase()).join(', ');
  const label = `Last ${points.length} runs, oldest first: ${words}`;
  return markup`
    <svg class="trend" width="${points.length * EACH}" height="${HEIGHT + ABOVE}" role="img" aria-label="${label}">
      ${points.map((point, index) => bar(point, index, longest))}
    </svg>`;
}

function bar({ verdict, durationMs, at }: TrendPoint, index: number, longest: number): Html {
  const height = Math.max(3, (durationMs / longest) * HEIGHT);
  const x = index * EACH;
  const top = (HEIGHT + ABOVE - height).toFixed(1);
  const dot = markup`<circle cx="${x + 3}" cy="${(HEIGHT + 2.5 - height).toFixed(1)}" r="2"/>`;
  return markup`
    <g class="${tone(verdict)}">
      <title>${sayTime(at)}: ${VERDICT_WORDS[verdict]}</title>
      <rect x="${x}" y="${top}" width="6" height="${height.toFixed(1)}" rx="1"/>
      ${verdict === 'pass' ? '' : dot}
    </g>`;
}
