import { addsOf, type Checker, lastLists, middle, replaced } from './checker.ts';

/** What a listed job may be. */
export const STATES = ['done', 'dead', 'in flight'] as const;

/** Every job that was acknowledged is done, or given up for good; none is gone, and none is still under way at the end. */
export const settled: Checker = {
  says: ({ of }) => `all acknowledged ${of} are done or dead`,
  looks: (history, { of }) => [...lastLists(history, of).values()],
  find: (history, { of }) => {
    const lists = lastLists(history, of);
    const counts = { done: 0, dead: 0 };
    for (const add of addsOf(history, of).filter(({ outcome }) => outcome === 'acknowledged')) {
      const list = lists.get(add.tenant);
      if (list === undefined) return { verdict: 'unknown', why: `nobody looked at ${of} at the end` };
      const job = list.saw.find(({ id }) => id === add.saw[0]?.id);
      const state = STATES.find((one) => one === job?.value) ?? 'gone';
      if (state === 'done' || state === 'dead') counts[state]++;
      else
        return {
          verdict: 'broken',
          what: `${of} ${add.key} was acknowledged as ${add.saw[0]?.id ?? 'nothing'}, and is ${state} at the end`,
          shownBy: [add, { ...list, saw: job === undefined ? [] : [job] }],
        };
    }
    return { verdict: 'held', samples: counts.done + counts.dead };
  },
  spoilers: [
    {
      name: 'one left in flight',
      spoil: (history, { of }) => {
        const add = middle(addsOf(history, of).filter(({ outcome }) => outcome === 'acknowledged'));
        const list = add && lastLists(history, of).get(add.tenant);
        if (add === undefined || list === undefined) return undefined;
        const saw = list.saw.map((one) => (one.id === add.saw[0]?.id ? { ...one, value: 'in flight' } : one));
        return replaced(history, list, { ...list, saw });
      },
    },
  ],
};
