import type { Operation } from './operation.ts';
import { Remaining } from './remaining.ts';

/** Why a `swap` failed that was answered: the key had another value. Any other failure says nothing of the value. */
export const OTHER_VALUE = 'other value';

export type Answer = 'yes' | 'no' | 'over budget';

interface Step {
  readonly atMs: number;
  readonly index: number;
  readonly isReturn: boolean;
}

/** What a key holds; undefined before the first write. */
type Value = string | undefined;

/** The value afterwards, or that the operation cannot have happened then. */
function apply(
  { does, outcome, value, from, saw }: Operation,
  state: Value,
): { readonly value: Value } | 'impossible' {
  const can = (isSo: boolean, after: Value) => (isSo ? { value: after } : 'impossible');
  if (does === 'read') return can(saw[0]?.value === state, state);
  if (does === 'write') return { value };
  if (outcome === 'acknowledged') return can(from === state, value);
  if (outcome === 'failed') return can(from !== state, state);
  return can(from === state, value);
}

/** What bears on the value of a key: not what certainly had no effect, nor a read that nobody heard the answer of. */
export function relevant({ does, outcome, why }: Operation): boolean {
  if (does === 'swap') return outcome !== 'failed' || why === OTHER_VALUE;
  if (does === 'write') return outcome !== 'failed';
  return does === 'read' && outcome === 'acknowledged';
}

/**
 * Whether there is one order in which the operations on one key, each at some moment between being asked for and being answered, give what
 * was answered: a search in the way of Wing, Gong and Lowe. What is indeterminate may take effect at any later time, or never. Gives up
 * once so many beginnings of an order were tried.
 */
export function linearizable(all: readonly Operation[], budget: number): Answer {
  const operations = observable(all.filter(relevant));
  if (!operations.every((one) => isExplained(one, operations))) return 'no';
  const sure = (index: number) => operations[index]?.outcome !== 'indeterminate';
  const steps = stepsOf(operations);
  const remaining = new Remaining(steps.length);
  const placesOf = placesIn(steps);
  const earlier = earlierAlike(operations);
  let left = operations.filter((_, index) => sure(index)).length;
  let state: Value;
  let done = 0n;
  const seen = new Set<string>();
  const taken: Taken[] = [];
  // What certainly happened is tried first: what may have is needed seldom.
  let trying = true;
  let place = remaining.first;
  let spent = 0;
  while (left > 0) {
    const step = steps[place];
    const operation = step?.isReturn === false ? operations[step.index] : undefined;
    if (step !== undefined && operation !== undefined) {
      const isNext =
        sure(step.index) === trying &&
        isIn(done, earlier.get(step.index)) &&
        !isIdle(operation, operations, taken.at(-1));
      const after = isNext ? apply(operation, state) : 'impossible';
      const mark = done | (1n << BigInt(step.index));
      // What may have happened changes something, or it need not have.
      const isUseless = after === 'impossible' || (!trying && after.value === state);
      const key = isUseless ? '' : `${mark.toString(36)} ${after.value ?? ''} ${String(trying)}`;
      if (isUseless || seen.has(key)) {
        place = remaining.after(place);
        continue;
      }
      if (++spent > budget) return 'over budget';
      seen.add(key);
      const places = placesOf.get(step.index) ?? [place];
      taken.push({ index: step.index, places, state });
      for (const one of places) remaining.take(one);
      state = after.value;
      done = mark;
      if (sure(step.index)) left--;
      trying = true;
      place = remaining.first;
      continue;
    }
    if (trying) {
      trying = false;
      place = remaining.first;
      continue;
    }
    // It was answered before it could happen, or nothing is left to try: what was taken last was wrong.
    const last = taken.pop();
    if (last === undefined) return 'no';
    state = last.state;
    done &= ~(1n << BigInt(last.index));
    for (const one of last.places.toReversed()) remaining.putBack(one);
    if (sure(last.index)) left++;
    trying = sure(last.index);
    place = remaining.after(last.places[0]);
  }
  return 'yes';
}

interface Taken {
  readonly index: number;
  readonly places: Places;
  readonly state: Value;
}

/** Of one operation: where it was asked for and, if it was, answered. */
type Places = readonly [number, ...number[]];

function placesIn(steps: readonly Step[]): ReadonlyMap<number, Places> {
  const places = new Map<number, Places>();
  for (const [place, { index }] of steps.entries()) {
    const [asked] = places.get(index) ?? [];
    places.set(index, asked === undefined ? [place] : [asked, place]);
  }
  return places;
}

/** After what only may have happened, what would have been possible without it: then it may as well come later, or never. */
function isIdle(one: Operation, operations: readonly Operation[], last: Taken | undefined): boolean {
  if (last === undefined || operations[last.index]?.outcome !== 'indeterminate') return false;
  return apply(one, last.state) !== 'impossible';
}

function isIn(done: bigint, index: number | undefined): boolean {
  return index === undefined || (done & (1n << BigInt(index))) !== 0n;
}

/**
 * Of what may have happened, and whose value nobody needed, only shows by another value's not being there: any does as well as any other, so
 * they are taken in the order of asking. Gives for each the one before it.
 */
function earlierAlike(operations: readonly Operation[]): ReadonlyMap<number, number> {
  const needed = valuesNeeded(operations);
  const last = new Map<string, number>();
  const earlier = new Map<number, number>();
  for (const [index, { does, outcome, from, value }] of operations.entries()) {
    if (outcome !== 'indeterminate' || needed.has(value)) continue;
    const sort = `${does} ${from ?? ''}`;
    const before = last.get(sort);
    if (before !== undefined) earlier.set(index, before);
    last.set(sort, index);
  }
  return earlier;
}

/** Without what may never have happened, where nothing was answered that only it explains: as many fewer orders to try. */
function observable(operations: readonly Operation[]): readonly Operation[] {
  if (operations.some(({ outcome }) => outcome === 'failed')) return operations;
  const needed = valuesNeeded(operations);
  return operations.filter(({ outcome, value }) => outcome !== 'indeterminate' || needed.has(value));
}

/** Whether anybody had asked for the value that it needs, before it was answered. */
function isExplained(one: Operation, operations: readonly Operation[]): boolean {
  const needed = valueNeeded(one);
  if (needed === undefined) return true;
  const before = one.endedMs ?? Infinity;
  const may = operations.filter(({ does, outcome }) => does !== 'read' && outcome !== 'failed');
  return may.some(({ value, askedMs }) => value === needed && askedMs <= before);
}

/** The value that was there when it happened, if it did. */
function valueNeeded({ does, outcome, from, saw }: Operation): Value {
  if (does === 'read') return saw[0]?.value;
  return does === 'swap' && outcome === 'acknowledged' ? from : undefined;
}

/** Those that something was answered by, or may have happened by. */
function valuesNeeded(operations: readonly Operation[]): ReadonlySet<Value> {
  return new Set(operations.flatMap((one) => [one.from, valueNeeded(one)]));
}

/** When each was asked for and answered, in order; at one moment asking comes first, for they may overlap. */
function stepsOf(operations: readonly Operation[]): readonly Step[] {
  return operations
    .flatMap(({ askedMs, endedMs, outcome }, index): readonly Step[] => [
      { atMs: askedMs, index, isReturn: false },
      ...(outcome === 'indeterminate' || endedMs === undefined
        ? []
        : [{ atMs: endedMs, index, isReturn: true }]),
    ])
    .sort((a, b) => a.atMs - b.atMs || Number(a.isReturn) - Number(b.isReturn));
}

/** Up to the answer that no order explains: the shortest beginning that is not linearizable. */
export function shortestBroken(all: readonly Operation[], budget: number): readonly Operation[] {
  const ends = all
    .filter(relevant)
    .flatMap(({ outcome, endedMs }) => (outcome === 'indeterminate' ? [] : (endedMs ?? [])))
    .sort((a, b) => a - b);
  let [from, until] = [0, ends.length - 1];
  while (from < until) {
    const half = Math.floor((from + until) / 2);
    if (linearizable(upTo(all, ends[half] ?? 0), budget) === 'no') until = half;
    else from = half + 1;
  }
  return upTo(all, ends[until] ?? 0);
}

/** As it was known at that moment. */
function upTo(all: readonly Operation[], ms: number): readonly Operation[] {
  return all.flatMap((one) => {
    if (one.askedMs > ms) return [];
    if (one.endedMs !== undefined && one.endedMs <= ms) return one;
    return one.does === 'read' ? [] : { ...one, endedMs: undefined, outcome: 'indeterminate' as const };
  });
}
