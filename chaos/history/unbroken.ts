import {
  addsOf,
  atLastLists,
  broken,
  type Checker,
  type Found,
  groupBy,
  lastLists,
  middle,
  replaced,
} from './checker.ts';
import type { History, Operation } from './operation.ts';

/** A stream says with an event of this key that what came before is lost: look at everything anew. Where it is not lost, that is a gap. */
export const RESET = 'reset';

const heardIn = (history: History, of: string) =>
  groupBy(
    history.filter((one) => one.does === 'hear' && one.of === of),
    ({ tenant, client }) => `${tenant} ${client}`,
  );

/**
 * Whoever listened, with connections that broke, heard what is there when the stream is read again at the end: all of it from their
 * first event on, in its order, and nothing twice.
 */
export const unbroken: Checker = {
  says: ({ of }) => `everybody heard ${of} without gap, repetition or change of order`,
  looks: atLastLists,
  find: (history, { of, per = of }) => {
    const lists = lastLists(history, of);
    const heardBy = [...heardIn(history, of).values()];
    let samples = 0;
    for (const heard of heardBy) {
      const list = lists.get(heard[0].tenant);
      if (list === undefined) return { verdict: 'unknown', why: `nobody read ${of} again at the end` };
      const lack = lackIn(heard, list, of);
      if (lack !== undefined) return lack;
      const listed = new Set(list.saw.map(({ key }) => key));
      samples += heard.filter(({ key }) => listed.has(key)).length;
    }
    const told = new Set(heardBy.map(([{ tenant }]) => tenant));
    const deaf = addsOf(history, per).find(({ tenant }) => !told.has(tenant));
    if (deaf !== undefined) return { verdict: 'unknown', why: `nobody of ${deaf.tenant} heard any of ${of}` };
    return { verdict: 'held', samples };
  },
  spoilers: [
    { name: 'an event dropped', spoil: (history, { of }) => spoil(history, of, () => []) },
    { name: 'an event heard twice', spoil: (history, { of }) => spoil(history, of, (one) => [one, one]) },
    {
      name: 'two events swapped',
      spoil: (history, { of }) => {
        const [one, next] = pairIn(history, of);
        if (one === undefined || next === undefined) return undefined;
        return replaced(
          history.map((other) => (other === next ? { ...next, key: one.key, value: one.value } : other)),
          one,
          { ...one, key: next.key, value: next.value },
        );
      },
    },
  ],
};

/** Two events that one client heard one after the other, in the middle. */
function pairIn(history: History, of: string): readonly Operation[] {
  const longest = [...heardIn(history, of).values()].sort((a, b) => b.length - a.length)[0] ?? [];
  const listed = new Set(
    [...lastLists(history, of).values()].flatMap(({ saw }) => saw.map(({ key }) => key)),
  );
  const pairs = longest.flatMap((one, index) => {
    const next = longest[index + 1];
    return next !== undefined && listed.has(one.key) && listed.has(next.key) ? [[one, next]] : [];
  });
  return middle(pairs) ?? [];
}

function spoil(
  history: History,
  of: string,
  by: (one: Operation) => readonly Operation[],
): History | undefined {
  const [one] = pairIn(history, of);
  return one && history.flatMap((other) => (other === one ? by(one) : other));
}

function lackIn(heard: readonly [Operation, ...Operation[]], list: Operation, of: string): Found | undefined {
  const places = new Map(list.saw.map(({ key }, index) => [key, index]));
  const { client, tenant } = heard[0];
  const said = (what: string, ...shownBy: readonly (Operation | undefined)[]) =>
    broken(`${client} of ${tenant} ${what}`, [
      ...shownBy.filter((one) => one !== undefined),
      { ...list, saw: [] },
    ]);
  const keyAt = (at: number) => list.saw[at]?.key ?? '';
  let before: Operation | undefined;
  let place: number | undefined;
  for (const one of heard) {
    if (one.key === RESET) {
      if (place !== undefined && place >= 0)
        return said(`was told to start anew after ${of} ${keyAt(place)}, which is still there`, before, one);
      place = undefined;
      before = one;
      continue;
    }
    const at = places.get(one.key);
    // What is kept no longer cannot be compared; what comes next is the first that is there.
    if (at === undefined) {
      if (place !== undefined && place >= 0)
        return said(`heard ${of} ${one.key}, which is not there at the end`, one);
      place = -1;
      continue;
    }
    if (place !== undefined && at <= place)
      return said(`heard ${of} ${one.key} ${at === place ? 'twice' : 'after what came later'}`, before, one);
    if (place !== undefined && at > place + 1)
      return said(`never heard ${of} ${keyAt(place + 1)}`, before, one);
    place = at;
    before = one;
  }
  // Who heard nothing that is listed, or nothing more after a reset, missed all that is there.
  const next = list.saw[(place ?? -1) + 1];
  if (next === undefined) return undefined;
  return said(`never heard ${of} ${next.key}, nor what came after it`, before ?? heard[0]);
}
