import type { Operation, Thing } from './operation.ts';

/** When a fault was on, in wall-clock ms. */
export interface FaultTime {
  /** `blackout on api-postgres`. */
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Who asked for what, when, how it ended, and under which fault. */
export function sayOperation(operation: Operation, faults: readonly FaultTime[]): string {
  const { does, of, key, value, from, client, tenant, askedMs } = operation;
  const what = [
    does,
    of,
    key,
    from === undefined ? '' : `from ${from}`,
    value === undefined ? '' : `to ${value}`,
  ];
  const when = `${clock(askedMs)} (${sayFault(askedMs, faults)})`;
  return `${what.filter(Boolean).join(' ')} by ${client} of ${tenant}, ${when}: ${sayEnd(operation)}`;
}

function sayEnd({ outcome, endedMs, askedMs, saw, why }: Operation): string {
  const after =
    endedMs === undefined ? 'never answered' : `${outcome} after ${Math.round(endedMs - askedMs)} ms`;
  const things = saw.slice(0, MOST_THINGS).map(sayThing);
  const more = saw.length > MOST_THINGS ? `, and ${saw.length - MOST_THINGS} more` : '';
  const seen = outcome === 'acknowledged' ? `; saw ${things.join(', ') || 'nothing of it'}${more}` : '';
  return `${after}${seen}${why === undefined ? '' : `; ${why}`}`;
}

function sayThing({ key, id, value }: Thing): string {
  return `${key} ${id}${value === undefined ? '' : ` = ${value}`}`;
}

const MOST_THINGS = 4;

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}

function sayFault(ms: number, faults: readonly FaultTime[]): string {
  const on = faults.filter(({ fromMs, untilMs }) => ms >= fromMs && ms < untilMs);
  if (on.length > 0) return on.map(({ name, fromMs }) => `${seconds(ms - fromMs)} into ${name}`).join(', ');
  const over = faults.filter(({ untilMs }) => ms >= untilMs);
  const lastMs = Math.max(...over.map(({ untilMs }) => untilMs));
  const last = over.filter(({ untilMs }) => untilMs === lastMs);
  if (last.length > 0)
    return last.map(({ name, untilMs }) => `${seconds(ms - untilMs)} after ${name}`).join(', ');
  return faults.length === 0 ? 'no fault' : 'before any fault';
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
