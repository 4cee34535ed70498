import { broken, type Checker, middle, replaced } from './checker.ts';
import { type History, NOT_SENT } from './operation.ts';

const ownersIn = (history: History, of: string) =>
  history.filter((one) => one.of === of && one.saw.some(({ owner }) => owner !== undefined));

/** Nobody ever saw what is another tenant's: whatever was answered says whose it is, and who asked for another's by name got nothing. */
export const isolated: Checker = {
  says: ({ of }) => `no tenant saw another's ${of}`,
  // Whatever was seen at any time says something.
  looks: () => [],
  find: (history, { of }) => {
    if (new Set(history.map(({ tenant }) => tenant)).size < 2)
      return { verdict: 'unknown', why: 'there was no other tenant whose things could have been seen' };
    let samples = 0;
    for (const one of history) {
      if (one.of !== of) continue;
      if (one.does === 'peek') {
        if (one.outcome === 'acknowledged')
          return broken(`${one.tenant} asked for what is another's, and got it`, [one]);
        if (one.outcome === 'failed' && one.why !== NOT_SENT) samples++;
      }
      for (const thing of one.saw) {
        if (thing.owner === undefined) continue;
        if (thing.owner !== one.tenant)
          return broken(`${one.tenant} saw ${thing.key} of ${thing.owner}`, [{ ...one, saw: [thing] }]);
        samples++;
      }
    }
    return { verdict: 'held', samples };
  },
  spoilers: [
    {
      name: "one made another tenant's",
      spoil: (history, { of }) => {
        const one = middle(ownersIn(history, of));
        if (one === undefined) return undefined;
        const saw = one.saw.map((thing) => ({ ...thing, owner: `not-${one.tenant}` }));
        return replaced(history, one, { ...one, saw });
      },
    },
  ],
};
