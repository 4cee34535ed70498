import type { Operation } from '../operation.ts';

/** Whether any order of a few operations on one key gives what was answered: all are tried, each by what its words mean. */
export function anyOrder(operations: readonly Operation[], done = 0, state?: string): boolean {
  const left = operations.flatMap((one, index) => ((done >> index) & 1 ? [] : { ...one, index }));
  const sure = left.filter(({ outcome }) => outcome !== 'indeterminate');
  if (sure.length === 0) return true;
  const firstEnd = Math.min(...sure.map(({ endedMs = Infinity }) => endedMs));
  return left
    .filter(({ askedMs }) => askedMs <= firstEnd)
    .some((one) => {
      const after = valueAfter(one, state);
      return after !== 'impossible' && anyOrder(operations, done | (1 << one.index), after.value);
    });
}

function valueAfter({ does, outcome, from, value, saw }: Operation, state: string | undefined) {
  if (does === 'write') return { value };
  const needed = does === 'read' ? saw[0]?.value : from;
  const isThere = needed === state;
  if (does === 'swap' && outcome === 'failed') return isThere ? 'impossible' : { value: state };
  if (!isThere) return 'impossible';
  return { value: does === 'read' ? state : value };
}
