import { expect, test } from 'vitest';
import storm from '../../chaos/experiments/storm/storm.suite.ts';
import { suiteSchema } from '../../kernel/suite.ts';
import { faultsOf, sayFault, stormAmong, withStorm } from './storm-suite.ts';

const suite = suiteSchema.parse(storm);
const other = { ...suite, name: 'chaos/other' as const };
const calm = { ...suite, name: 'chaos/calm' as const, options: { faults: [] } };

test('the only suite with a storm needs no name; among several one is named', () => {
  expect(stormAmong([calm, suite], undefined)).toBe(suite);
  expect(stormAmong([calm, suite, other], 'chaos/other')).toBe(other);
  const known = /known: chaos\/storm, chaos\/other\. Fix: /;
  expect(() => stormAmong([calm, suite, other], undefined)).toThrow(known);
  expect(() => stormAmong([calm, suite, other], 'chaos/calm')).toThrow(known);
  expect(() => stormAmong([calm], undefined)).toThrow('known: none');
});

const asked = { seed: 5, minutes: 5, only: undefined };

test('the same seed and minutes are the same faults at the same moments', () => {
  const faults = faultsOf(withStorm(suite, asked)).map(sayFault);
  expect(faultsOf(withStorm(suite, asked)).map(sayFault)).toEqual(faults);
  expect(faultsOf(withStorm(suite, { ...asked, seed: 6 })).map(sayFault)).not.toEqual(faults);
  expect(faults.length).toBeGreaterThan(20);
});

test('those that are left of a storm are those of their numbers, and it is as much shorter', () => {
  const names = (only?: readonly number[]) =>
    faultsOf(withStorm(suite, { ...asked, only })).map(({ fault, subject }) => [fault.name, subject.name]);
  const all = names();
  expect(names([3, 8])).toEqual([all[2], all[7]]);
  const [one] = faultsOf(withStorm(suite, { ...asked, only: [8] }));
  expect(one?.fromMs).toBe(0);
  expect(() => faultsOf(withStorm(suite, { ...asked, only: [1, 999] }))).toThrow(
    `storm.only: got 999; the storm has ${all.length} faults`,
  );
});

test('a longer storm has longer to end, a shorter one as long as its suite says', () => {
  expect(withStorm(suite, asked).timeoutMs).toBeGreaterThan(suite.timeoutMs + 200_000);
  expect(withStorm(suite, { ...asked, minutes: 0.5 }).timeoutMs).toBe(suite.timeoutMs);
});
