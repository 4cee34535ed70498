import type { History, Operation, Thing } from './operation.ts';

/** What a checker found. `broken`: with the fewest operations that show it. */
export type Found =
  | { readonly verdict: 'held'; readonly samples: number }
  | { readonly verdict: 'broken'; readonly what: string; readonly shownBy: readonly Operation[] }
  | { readonly verdict: 'unknown'; readonly why: string };

/** What a check is about; `per`: of which collection each thing causes one of it. */
export interface Scope {
  readonly of: string;
  readonly per?: string | undefined;
}

/** The same history with one wrong thing in it; undefined where there is nothing to spoil. */
export interface Spoiler {
  /** What was done, for people: `an acknowledged write dropped`. */
  readonly name: string;
  spoil(history: History, scope: Scope): History | undefined;
}

/** One promise about a history. Pure. */
export interface Checker {
  /** What it promises of `of`, for people. */
  says(scope: Scope): string;
  find(history: History, scope: Scope): Found;
  /** The last looks that it judges by, of each tenant or key: what was there before a fault was over says nothing of what it did. */
  looks(history: History, scope: Scope): readonly Operation[];
  /** Each must turn it red, else its green is worth nothing. */
  readonly spoilers: readonly Spoiler[];
}

/** The last whole look at a collection, by tenant. */
export function lastLists(history: History, of: string): ReadonlyMap<string, Operation> {
  const lists = history.filter(
    (one) => one.does === 'list' && one.of === of && one.outcome === 'acknowledged',
  );
  return new Map(lists.map((list) => [list.tenant, list]));
}

/** For what a checker judges by whole looks at a collection. */
export const atLastLists: Checker['looks'] = (history, { of }) => [...lastLists(history, of).values()];

export function notLookedAt(of: string): Found {
  return { verdict: 'unknown', why: `nobody looked at ${of} at the end` };
}

/** What a tenant's client asked to be added. */
export function addsOf(history: History, of: string): readonly Operation[] {
  return history.filter((one) => one.does === 'add' && one.of === of);
}

export function acknowledgedOf(history: History, of: string): readonly Operation[] {
  return addsOf(history, of).filter(({ outcome }) => outcome === 'acknowledged');
}

export function broken(what: string, shownBy: readonly Operation[]): Found {
  return { verdict: 'broken', what, shownBy };
}

export function groupBy<T>(
  all: readonly T[],
  keyOf: (one: T) => string,
): ReadonlyMap<string, readonly [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

/** The history with another operation in the place of that one. */
export function replaced(history: History, old: Operation, by: Operation | undefined): History {
  return history.flatMap((one) => (one === old ? (by ?? []) : one));
}

/** The history in which a tenant's last look at a collection saw something else. */
export function withLastList(
  history: History,
  of: string,
  tenant: string,
  change: (saw: readonly Thing[]) => readonly Thing[],
): History | undefined {
  const list = lastLists(history, of).get(tenant);
  return list && replaced(history, list, { ...list, saw: change(list.saw) });
}

/** The one in the middle: neither the first, which was asked before any fault, nor the last. */
export function middle<T>(all: readonly T[]): T | undefined {
  return all[Math.floor(all.length / 2)];
}
