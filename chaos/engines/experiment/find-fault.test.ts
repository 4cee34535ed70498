import { expect, test } from 'vitest';
import { faultNames, findFault } from './find-fault.ts';

test('every fault of the repository can be found by its name', () => {
  expect(faultNames()).toContain('latency');
  expect(faultNames().map((name) => (findFault(name) as { name: string }).name)).toEqual(faultNames());
});

test('names the known ones for one that there is not', () => {
  expect(findFault('hail')).toEqual({ unknown: `unknown fault "hail"; known: ${faultNames().join(', ')}` });
});
