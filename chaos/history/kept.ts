import { addsOf, type Checker, lastLists, middle, replaced } from './checker.ts';

/** Each acknowledged addition is there at the end, as the very thing that was acknowledged. */
export const kept: Checker = {
  says: ({ of }) => `no acknowledged ${of} is lost or changed`,
  looks: (history, { of }) => [...lastLists(history, of).values()],
  find: (history, { of }) => {
    const lists = lastLists(history, of);
    const things = new Map([...lists].map(([tenant, { saw }]) => [tenant, new Map(saw.map((one) => [`${one.key} ${one.id}`, one]))])); // prettier-ignore
    const acknowledged = addsOf(history, of).filter(({ outcome }) => outcome === 'acknowledged');
    for (const add of acknowledged) {
      const list = lists.get(add.tenant);
      if (list === undefined) return { verdict: 'unknown', why: `nobody looked at ${of} at the end` };
      const id = add.saw[0]?.id ?? '';
      const there = things.get(add.tenant)?.get(`${add.key} ${id}`);
      const shownBy = [add, { ...list, saw: list.saw.filter(({ key }) => key === add.key) }];
      if (there === undefined)
        return { verdict: 'broken', what: `${of} ${add.key} was acknowledged as ${id}, and is not there at the end`, shownBy }; // prettier-ignore
      if (add.value !== undefined && there.value !== add.value)
        return { verdict: 'broken', what: `${of} ${add.key} was acknowledged as ${add.value}, and is ${there.value ?? 'nothing'} at the end`, shownBy }; // prettier-ignore
    }
    return { verdict: 'held', samples: acknowledged.length };
  },
  spoilers: [
    {
      name: 'one that was acknowledged dropped',
      spoil: (history, { of }) => {
        const add = middle(addsOf(history, of).filter(({ outcome }) => outcome === 'acknowledged'));
        const list = add && lastLists(history, of).get(add.tenant);
        if (add === undefined || list === undefined) return undefined;
        return replaced(history, list, { ...list, saw: list.saw.filter(({ key }) => key !== add.key) });
      },
    },
  ],
};
