import { type Checker, lastLists, middle, replaced } from './checker.ts';
import type { History } from './operation.ts';

const doneIn = (history: History, per: string) =>
  [...lastLists(history, per)].flatMap(([tenant, { saw }]) =>
    saw.flatMap((job) => (job.value === 'done' ? [{ tenant, job }] : [])),
  );

/** Each job that is done had its effect; that it had one only is for `once` to say. What has an effect is done. */
export const told: Checker = {
  says: ({ of, per = '' }) => `all of ${per} that are done, and no others, have their ${of}`,
  looks: (history, { of, per = '' }) => [
    ...lastLists(history, of).values(),
    ...lastLists(history, per).values(),
  ],
  find: (history, { of, per = '' }) => {
    const effects = lastLists(history, of);
    const jobs = lastLists(history, per);
    const done = doneIn(history, per);
    const effectKeys = new Map([...effects].map(([tenant, { saw }]) => [tenant, new Set(saw.map(({ key }) => key))])); // prettier-ignore
    for (const { tenant, job } of done) {
      const effect = effects.get(tenant);
      const list = jobs.get(tenant);
      if (effect === undefined || list === undefined)
        return { verdict: 'unknown', why: `nobody looked at ${of} at the end` };
      if (effectKeys.get(tenant)?.has(job.key) !== true)
        return {
          verdict: 'broken',
          what: `${per} ${job.key} is done (${job.id}), and had no ${of}`,
          shownBy: [
            ...history.filter((one) => one.does === 'add' && one.of === per && one.tenant === tenant && one.key === job.key), // prettier-ignore
            { ...list, saw: [job] },
            { ...effect, saw: [] },
          ],
        };
    }
    const doneKeys = new Set(done.map(({ tenant, job }) => `${tenant} ${job.key}`));
    for (const [tenant, list] of effects) {
      const early = list.saw.find(({ key }) => !doneKeys.has(`${tenant} ${key}`));
      if (early !== undefined)
        return {
          verdict: 'broken',
          what: `${of} ${early.id} tells of ${per} ${early.key}, which is not done`,
          shownBy: [{ ...list, saw: [early] }],
        };
    }
    return { verdict: 'held', samples: done.length };
  },
  spoilers: [
    {
      name: 'the effect of one dropped',
      spoil: (history, { of, per = '' }) => {
        const one = middle(doneIn(history, per));
        const list = one && lastLists(history, of).get(one.tenant);
        if (one === undefined || list === undefined) return undefined;
        return replaced(history, list, { ...list, saw: list.saw.filter(({ key }) => key !== one.job.key) });
      },
    },
  ],
};
