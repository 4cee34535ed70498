import { expect, test } from 'vitest';
import { createFinder } from '../../../../fixtures/tools/finder.ts';
import k6 from '../k6.tool.ts';
import { compareWithK6 } from './testing/compare-with-k6.ts';
import { InfraError } from '../../../../kernel/errors.ts';

const SEEDS = Array.from({ length: 10 }, (_, index) => 100 + index);

test.each(SEEDS)('a thousand random small runs are judged as k6 judges them: seed %d', async (seed) => {
  const found = await createFinder().find(k6);
  if ('missing' in found) throw new InfraError(found.missing);
  const { thresholds, empty, open, different } = await compareWithK6(found.path, { runs: 100, seed });
  expect(different).toEqual([]);
  expect(thresholds - empty).toBeGreaterThan(500);
  expect(open.filter((sentence) => !/^counter [^]*?: rate/.test(sentence))).toEqual([]);
  expect(open.length).toBeLessThan(10);
});
