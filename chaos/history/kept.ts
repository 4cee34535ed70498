import {
  acknowledgedOf,
  atLastLists,
  broken,
  type Checker,
  groupBy,
  lastLists,
  middle,
  notLookedAt,
  withLastList,
} from './checker.ts';

/** Each acknowledged addition is there at the end, as the very thing that was acknowledged. */
export const kept: Checker = {
  says: ({ of }) => `nothing acknowledged of ${of} is lost or changed`,
  looks: atLastLists,
  find: (history, { of }) => {
    const lists = lastLists(history, of);
    const ofKey = new Map([...lists].map(([tenant, { saw }]) => [tenant, groupBy(saw, ({ key }) => key)]));
    const acknowledged = acknowledgedOf(history, of);
    for (const add of acknowledged) {
      const list = lists.get(add.tenant);
      if (list === undefined) return notLookedAt(of);
      const things = ofKey.get(add.tenant)?.get(add.key) ?? [];
      const id = add.saw[0]?.id ?? '';
      const there = things.findLast((one) => one.id === id);
      const shownBy = [add, { ...list, saw: things }];
      const as = (what: string) => `${of} ${add.key} was acknowledged as ${what}, and is`;
      if (there === undefined) return broken(`${as(id)} not there at the end`, shownBy);
      if (add.value !== undefined && there.value !== add.value)
        return broken(`${as(add.value)} ${there.value ?? 'nothing'} at the end`, shownBy);
    }
    return { verdict: 'held', samples: acknowledged.length };
  },
  spoilers: [
    {
      name: 'one that was acknowledged dropped',
      spoil: (history, { of }) => {
        const add = middle(acknowledgedOf(history, of));
        return (
          add && withLastList(history, of, add.tenant, (saw) => saw.filter(({ key }) => key !== add.key))
        );
      },
    },
  ],
};
