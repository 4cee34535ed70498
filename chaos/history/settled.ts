import {
  acknowledgedOf,
  atLastLists,
  broken,
  type Checker,
  lastLists,
  middle,
  notLookedAt,
  withLastList,
} from './checker.ts';
import type { Thing } from './operation.ts';

/** What a listed job may be. */
const STATES = ['done', 'dead', 'in flight'] as const;

/** Every job that was acknowledged is done, or given up for good; none is gone, and none is still under way at the end. */
export const settled: Checker = {
  says: ({ of }) => `all acknowledged ${of} are done or dead`,
  looks: atLastLists,
  find: (history, { of }) => {
    const lists = lastLists(history, of);
    const acknowledged = acknowledgedOf(history, of);
    for (const add of acknowledged) {
      const list = lists.get(add.tenant);
      if (list === undefined) return notLookedAt(of);
      const job = list.saw.find(({ id }) => id === add.saw[0]?.id);
      const state = STATES.find((one) => one === job?.value) ?? 'gone';
      if (state === 'done' || state === 'dead') continue;
      const what = `${of} ${add.key} was acknowledged as ${add.saw[0]?.id ?? 'nothing'}, and is ${state} at the end`;
      return broken(what, [add, { ...list, saw: job === undefined ? [] : [job] }]);
    }
    return { verdict: 'held', samples: acknowledged.length };
  },
  spoilers: [
    {
      name: 'one left in flight',
      spoil: (history, { of }) => {
        const add = middle(acknowledgedOf(history, of));
        const left = (saw: readonly Thing[]) =>
          saw.map((one) => (one.id === add?.saw[0]?.id ? { ...one, value: 'in flight' } : one));
        return add && withLastList(history, of, add.tenant, left);
      },
    },
  ],
};
