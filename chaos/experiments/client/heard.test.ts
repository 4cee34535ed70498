import { expect, it } from 'vitest';
import { Heard } from './heard.ts';

const thing = (key: string) => ({ key, id: 'run.progress' });
const keys = (heard: Heard) => heard.things.map(({ key }) => key);
const hasLast = (things: readonly { readonly key: string }[]) => things.some(({ key }) => key === 'last');

it('who listens and who reads again end with the same event, whatever comes after it', () => {
  const [listener, again] = [new Heard(), new Heard(hasLast)];
  listener.hear(thing('first'));
  listener.endAt(hasLast);
  expect(listener.isOver).toBe(false);
  for (const key of ['last', 'later']) listener.hear(thing(key));
  for (const key of ['first', 'last', 'later', 'much later']) again.hear(thing(key));
  expect(keys(listener)).toEqual(['first', 'last']);
  expect(keys(again)).toEqual(keys(listener));
  expect([listener.isOver, again.isOver]).toEqual([true, true]);
});

it('what comes after the end is not told', () => {
  const heard = new Heard(hasLast);
  expect(['last', 'later'].map((key) => heard.hear(thing(key)))).toEqual([true, false]);
});
