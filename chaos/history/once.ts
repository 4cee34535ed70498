import { addsOf, type Checker, groupBy, lastLists, middle, replaced } from './checker.ts';

/**
 * One key is one thing: however often it was sent for, at the end there is at most one of it, every acknowledgement named the same, and
 * what was only ever refused is not there.
 */
export const once: Checker = {
  says: ({ of }) => `none of ${of} happened twice, nor after it was refused`,
  looks: (history, { of }) => [...lastLists(history, of).values()],
  find: (history, { of }) => {
    const adds = addsOf(history, of);
    const ofTenants = lastLists(history, of);
    const lists = [...ofTenants.values()];
    if (lists.length === 0 || adds.some(({ tenant }) => !ofTenants.has(tenant)))
      return { verdict: 'unknown', why: `nobody looked at ${of} at the end` };
    const ofKey = groupBy(adds, ({ tenant, key }) => `${tenant} ${key}`);
    for (const all of ofKey.values()) {
      const told = all.filter(({ outcome }) => outcome === 'acknowledged');
      const other = told.find(({ saw }) => saw[0]?.id !== told[0]?.saw[0]?.id);
      if (told[0] !== undefined && other !== undefined)
        return {
          verdict: 'broken',
          what: `${of} ${other.key} was acknowledged as ${told[0].saw[0]?.id ?? 'nothing'}, and again as ${other.saw[0]?.id ?? 'nothing'}`,
          shownBy: [told[0], other],
        };
    }
    for (const list of lists)
      for (const [key, things] of groupBy(list.saw, (thing) => thing.key)) {
        const sent = ofKey.get(`${list.tenant} ${key}`) ?? [];
        const shownBy = [...sent, { ...list, saw: things }];
        const ids = new Set(things.map(({ id }) => id));
        if (ids.size > 1)
          return { verdict: 'broken', what: `${of} ${key} is there ${ids.size} times at the end: ${[...ids].join(', ')}`, shownBy }; // prettier-ignore
        if (sent.length > 0 && sent.every(({ outcome }) => outcome === 'failed'))
          return { verdict: 'broken', what: `${of} ${key} was refused, and is there at the end`, shownBy };
      }
    return { verdict: 'held', samples: lists.reduce((sum, { saw }) => sum + saw.length, 0) };
  },
  spoilers: [
    {
      name: 'one doubled',
      spoil: (history, { of }) => {
        const list = [...lastLists(history, of).values()].find(({ saw }) => saw.length > 0);
        const thing = list && middle(list.saw);
        if (list === undefined || thing === undefined) return undefined;
        return replaced(history, list, {
          ...list,
          saw: [...list.saw, { ...thing, id: `${thing.id}-again` }],
        });
      },
    },
  ],
};
