import { expect, test } from 'vitest';
import { createFinder } from '../../../../fixtures/tools/finder.ts';
import k6 from '../k6.tool.ts';
import { compareWithK6 } from './testing/compare-with-k6.ts';
import { InfraError } from '../../../../kernel/errors.ts';

async function program(): Promise<string> {
  const found = await createFinder().find(k6);
  if ('missing' in found) throw new InfraError(found.missing);
  return found.path;
}

test('a hundred random small runs are judged as k6 judges them', async () => {
  const { thresholds, empty, open, different } = await compareWithK6(await program(), { runs: 100, seed: 1 });
  expect(different).toEqual([]);
  expect(thresholds - empty).toBeGreaterThan(500);
  // Rates that are too near to their limit for how exactly the test's time is known. A tag's value may hold a line break.
  expect(open.filter((sentence) => !/^counter [^]*?: rate/.test(sentence))).toEqual([]);
  expect(open.length).toBeLessThan(10);
});

test("of k6's own CSV, which does not tell as much, some stay open, and none are judged otherwise", async () => {
  const { thresholds, different } = await compareWithK6(await program(), {
    runs: 30,
    seed: 2,
    output: 'csv=-',
  });
  expect(thresholds).toBeGreaterThan(150);
  expect(different).toEqual([]);
});
