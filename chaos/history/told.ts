import {
  addsOf,
  atLastLists,
  broken,
  type Checker,
  lastLists,
  middle,
  notLookedAt,
  withLastList,
} from './checker.ts';
import type { History, Thing } from './operation.ts';

const doneIn = (history: History, per: string) =>
  [...lastLists(history, per).values()].flatMap((list) =>
    list.saw.flatMap((job) => (job.value === 'done' ? [{ list, job }] : [])),
  );

/** Each job that is done had its effect; that it had one only is for `once` to say. What has an effect is done. */
export const told: Checker = {
  says: ({ of, per = '' }) => `all of ${per} that are done, and no others, have their ${of}`,
  looks: (history, { of, per = '' }) => [of, per].flatMap((one) => atLastLists(history, { of: one })),
  find: (history, { of, per = '' }) => {
    const effects = lastLists(history, of);
    const jobs = lastLists(history, per);
    const done = doneIn(history, per);
    const placeOf = (tenant: string, key: string) => `${tenant} ${key}`;
    const effectsOf = new Set(
      [...effects].flatMap(([tenant, { saw }]) => saw.map(({ key }) => placeOf(tenant, key))),
    );
    for (const { list, job } of done) {
      const effect = effects.get(list.tenant);
      if (effect === undefined) return notLookedAt(of);
      if (effectsOf.has(placeOf(list.tenant, job.key))) continue;
      const adds = addsOf(history, per).filter(
        ({ tenant, key }) => tenant === list.tenant && key === job.key,
      );
      const shownBy = [...adds, { ...list, saw: [job] }, { ...effect, saw: [] }];
      return broken(`${per} ${job.key} is done (${job.id}), and had no ${of}`, shownBy);
    }
    const doneOnes = new Set(done.map(({ list, job }) => placeOf(list.tenant, job.key)));
    for (const [tenant, list] of effects) {
      const early = list.saw.find(({ key }) => !doneOnes.has(placeOf(tenant, key)));
      if (early === undefined) continue;
      const what = `${of} ${early.id} tells of ${per} ${early.key}, which is not done`;
      return broken(what, [{ ...list, saw: [early] }]);
    }
    for (const { tenant } of addsOf(history, per)) {
      if (!jobs.has(tenant)) return notLookedAt(per);
      if (!effects.has(tenant)) return notLookedAt(of);
    }
    return { verdict: 'held', samples: done.length };
  },
  spoilers: [
    {
      name: 'the effect of one dropped',
      spoil: (history, { of, per = '' }) => {
        const one = middle(doneIn(history, per));
        const without = (saw: readonly Thing[]) => saw.filter(({ key }) => key !== one?.job.key);
        return one && withLastList(history, of, one.list.tenant, without);
      },
    },
  ],
};
