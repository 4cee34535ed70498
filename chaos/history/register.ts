import { type Checker, groupBy, replaced } from './checker.ts';
import { linearizable, relevant, shortestBroken } from './linearizable.ts';
import type { History, Operation } from './operation.ts';

/** Steps of search a key: seconds at most, where a healthy history of as many needs a thousandth. */
const BUDGET = 200_000;

const valuesIn = (history: History, of: string) =>
  groupBy(
    history.filter((one) => one.of === of && ['write', 'swap', 'read'].includes(one.does) && relevant(one)),
    ({ tenant, key }) => `${tenant} ${key}`,
  );

/** Each key is one register: its writes, swaps and reads are linearizable. */
export const register: Checker = {
  says: ({ of }) => `each of ${of} reads as it was last written`,
  looks: (history, { of }) =>
    [...valuesIn(history, of).values()].map((operations) => operations.findLast(({ does }) => does === 'read') ?? operations[0]), // prettier-ignore
  find: (history, { of }) => {
    let samples = 0;
    let over: string | undefined;
    for (const [key, operations] of valuesIn(history, of)) {
      samples += operations.filter(({ outcome }) => outcome === 'acknowledged').length;
      const answer = linearizable(operations, BUDGET);
      if (answer === 'over budget') over ??= key;
      if (answer !== 'no') continue;
      const shown = shortestBroken(operations, BUDGET);
      const last = lastAnswered(shown);
      const value = last?.does === 'read' ? `read ${last.saw[0]?.value ?? 'nothing'}` : `${last?.does ?? ''} of ${last?.value ?? ''}`; // prettier-ignore
      return {
        verdict: 'broken',
        what: `${of} ${key}: no order of what was asked for explains the ${value}`,
        shownBy: around(shown, last),
      };
    }
    if (over !== undefined)
      return {
        verdict: 'unknown',
        why: `${of} ${over}: no order was found in ${BUDGET} steps, nor that there is none`,
      };
    return { verdict: 'held', samples };
  },
  spoilers: [
    {
      name: 'a read given an older value',
      spoil: (history, { of }) => {
        for (const operations of valuesIn(history, of).values()) {
          const stale = staleIn(operations);
          if (stale === undefined) continue;
          const { read, value } = stale;
          return replaced(history, read, { ...read, saw: read.saw.map((one) => ({ ...one, value })) });
        }
        return undefined;
      },
    },
    {
      name: 'a write that was read dropped',
      spoil: (history, { of }) => {
        for (const operations of valuesIn(history, of).values()) {
          const read = new Set(operations.flatMap(({ does, saw }) => (does === 'read' ? (saw[0]?.value ?? []) : []))); // prettier-ignore
          const write = operations.find(({ does, value }) => does !== 'read' && read.has(value ?? ''));
          if (write !== undefined) return replaced(history, write, undefined);
        }
        return undefined;
      },
    },
  ],
};

/** A read, and a value that was over before it: another was written after that, and read again since. */
function staleIn(
  operations: readonly Operation[],
): { readonly read: Operation; readonly value: string } | undefined {
  const writes = operations.filter(({ does, outcome }) => does === 'write' && outcome === 'acknowledged');
  const timesOf = groupBy(
    operations.filter(({ does }) => does !== 'read'),
    ({ value = '' }) => value,
  );
  for (const [index, write] of writes.entries()) {
    const later = writes.slice(index + 1).find(({ askedMs }) => askedMs > (write.endedMs ?? Infinity));
    const read = later && operations.find(({ does, askedMs }) => does === 'read' && askedMs > (later.endedMs ?? Infinity)); // prettier-ignore
    if (read !== undefined && write.value !== undefined && timesOf.get(write.value)?.length === 1)
      return { read, value: write.value };
  }
  return undefined;
}

/** The last that was answered. */
function lastAnswered(operations: readonly Operation[]): Operation | undefined {
  return operations
    .filter(({ outcome }) => outcome !== 'indeterminate')
    .reduce<Operation | undefined>(
      (last, one) => ((one.endedMs ?? 0) >= (last?.endedMs ?? 0) ? one : last),
      undefined,
    );
}

const SHOWN = 3;

/** The one that cannot be explained, whoever wrote what it saw, and the last few acknowledged before it. */
function around(operations: readonly Operation[], last: Operation | undefined): readonly Operation[] {
  if (last === undefined) return operations.slice(-SHOWN);
  const seen = last.does === 'read' ? last.saw[0]?.value : last.from;
  const writes = operations.filter(({ does, outcome }) => does !== 'read' && outcome !== 'failed');
  const writer = writes.find(({ value }) => value === seen);
  const before = writes.filter((one) => one !== last && one.outcome === 'acknowledged' && (one.endedMs ?? Infinity) < last.askedMs).slice(-SHOWN); // prettier-ignore
  return [...new Set([...(writer ? [writer] : []), ...before, last])];
}
