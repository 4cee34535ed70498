import { broken, type Checker, groupBy, replaced } from './checker.ts';
import { linearizable, relevant, shortestBroken } from './linearizable.ts';
import type { History, Operation } from './operation.ts';

/** Beginnings of an order that are tried a key: seconds at most, where a healthy history needs one for each of its operations. */
const BUDGET = 200_000;

const isRead = ({ does }: Operation) => does === 'read';
const valueRead = ({ saw }: Operation) => saw[0]?.value;

const valuesIn = (history: History, of: string) =>
  groupBy(
    history.filter((one) => one.of === of && ['write', 'swap', 'read'].includes(one.does) && relevant(one)),
    ({ tenant, key }) => `${tenant} ${key}`,
  );

/** Each key is one register: its writes, swaps and reads are linearizable. */
export const register: Checker = {
  says: ({ of }) => `each of ${of} reads as it was last written`,
  looks: (history, { of }) =>
    [...valuesIn(history, of).values()].map((operations) => operations.findLast(isRead) ?? operations[0]),
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
      const what = `${of} ${key}: no order of what was asked for explains ${last ? sayLast(last) : 'it'}`;
      return broken(what, around(shown, last));
    }
    if (over !== undefined)
      return {
        verdict: 'unknown',
        why: `${of} ${over}: no order was found in ${BUDGET} tries, nor that there is none`,
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
          const read = new Set(operations.filter(isRead).map(valueRead));
          const write = operations.find((one) => !isRead(one) && read.has(one.value));
          if (write !== undefined) return replaced(history, write, undefined);
        }
        return undefined;
      },
    },
  ],
};

/** Whether it was asked for when the other was answered. */
function isAfter({ askedMs }: Operation, { endedMs = Infinity }: Operation): boolean {
  return askedMs > endedMs;
}

function sayLast(last: Operation): string {
  return isRead(last)
    ? `the read ${valueRead(last) ?? 'nothing'}`
    : `the ${last.does} of ${last.value ?? ''}`;
}

/** A read, and a value that was over before it: another was written after that, and read again since. */
function staleIn(
  operations: readonly Operation[],
): { readonly read: Operation; readonly value: string } | undefined {
  const writes = operations.filter(({ does, outcome }) => does === 'write' && outcome === 'acknowledged');
  const changes = operations.filter((one) => !isRead(one));
  const timesOf = groupBy(changes, ({ value = '' }) => value);
  for (const [index, write] of writes.entries()) {
    const later = writes.slice(index + 1).find((one) => isAfter(one, write));
    const read = later && operations.find((one) => isRead(one) && isAfter(one, later));
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
  const seen = isRead(last) ? valueRead(last) : last.from;
  const writes = operations.filter((one) => !isRead(one) && one.outcome !== 'failed');
  const writer = writes.find(({ value }) => value === seen);
  const before = writes.filter((one) => one.outcome === 'acknowledged' && isAfter(last, one)).slice(-SHOWN);
  return [...new Set([...(writer ? [writer] : []), ...before, last])];
}
