import {
  addsOf,
  atLastLists,
  broken,
  type Checker,
  groupBy,
  lastLists,
  middle,
  notLookedAt,
  withLastList,
} from './checker.ts';

/**
 * One key is one thing: however often it was sent for, at the end there is at most one of it, every acknowledgement named the same, and
 * what was only ever refused is not there.
 */
export const once: Checker = {
  says: ({ of }) => `none of ${of} happened twice, nor after it was refused`,
  looks: atLastLists,
  find: (history, { of, per = of }) => {
    const adds = addsOf(history, of);
    const lists = lastLists(history, of);
    const ofKey = groupBy(adds, ({ tenant, key }) => `${tenant} ${key}`);
    for (const all of ofKey.values()) {
      const told = all.filter(({ outcome }) => outcome === 'acknowledged');
      const idOf = (one: (typeof told)[number]) => one.saw[0]?.id ?? 'nothing';
      const [first] = told;
      const other = first && told.find((one) => idOf(one) !== idOf(first));
      if (first !== undefined && other !== undefined)
        return broken(`${of} ${other.key} was acknowledged as ${idOf(first)}, and again as ${idOf(other)}`, [
          first,
          other,
        ]);
    }
    for (const list of lists.values())
      for (const [key, things] of groupBy(list.saw, (thing) => thing.key)) {
        const sent = ofKey.get(`${list.tenant} ${key}`) ?? [];
        const shownBy = [...sent, { ...list, saw: things }];
        const ids = new Set(things.map(({ id }) => id));
        if (ids.size > 1)
          return broken(
            `${of} ${key} is there ${ids.size} times at the end: ${[...ids].join(', ')}`,
            shownBy,
          );
        if (sent.length > 0 && sent.every(({ outcome }) => outcome === 'failed'))
          return broken(`${of} ${key} was refused, and is there at the end`, shownBy);
      }
    if (lists.size === 0 || [...adds, ...addsOf(history, per)].some(({ tenant }) => !lists.has(tenant)))
      return notLookedAt(of);
    return { verdict: 'held', samples: [...lists.values()].reduce((sum, { saw }) => sum + saw.length, 0) };
  },
  spoilers: [
    {
      name: 'one doubled',
      spoil: (history, { of }) => {
        const list = [...lastLists(history, of).values()].find(({ saw }) => saw.length > 0);
        const thing = list && middle(list.saw);
        if (list === undefined || thing === undefined) return undefined;
        const again = { ...thing, id: `${thing.id}-again` };
        return withLastList(history, of, list.tenant, (saw) => [...saw, again]);
      },
    },
  ],
};
