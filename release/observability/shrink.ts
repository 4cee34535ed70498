import { parser } from '@prometheus-io/lezer-promql';
import { durationMs } from './duration.ts';

/** Nothing shrinks below a second: so often is scraped. */
const LEAST_MS = 1000;

/** A duration in that part of its time: `5m` by 30 is `10s`. What is none stays as it is. */
export function shrunk(text: string, by: number): string {
  const ms = durationMs(text);
  return ms === undefined || ms === 0 ? text : `${Math.max(LEAST_MS, Math.round(ms / by / 1000) * 1000)}ms`;
}

/** An expression that looks back so much less. */
export function shrunkExpression(expr: string, by: number): string {
  let result = '';
  let at = 0;
  for (const { from, to } of durationsIn(expr)) {
    result += expr.slice(at, from) + shrunk(expr.slice(from, to), by);
    at = to;
  }
  return result + expr.slice(at);
}

/** How far it looks back at most, in ms. */
export function lookbackMs(expr: string): number {
  return Math.max(0, ...durationsIn(expr).map(({ from, to }) => durationMs(expr.slice(from, to)) ?? 0));
}

function durationsIn(expr: string): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  parser.parse(expr).iterate({
    enter({ name, from, to }) {
      if (name.startsWith('NumberDuration') && durationMs(expr.slice(from, to)) !== undefined)
        found.push({ from, to });
    },
  });
  return found;
}
