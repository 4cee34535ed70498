import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { runChanges } from './testing/run-changes.ts';

const ALL = 100_000;

test('100,000 changed folders of evidence crash no reader, hang none, never pass and never verify', async () => {
  const lanes = Math.min(4, availableParallelism());
  const each = Math.ceil(ALL / lanes);
  const outcomes = await Promise.all(
    Array.from({ length: lanes }, (_, lane) => runChanges(lane * each, each)),
  );
  const sums: Record<string, number> = {};
  for (const outcome of outcomes)
    for (const [name, count] of Object.entries(outcome.sums)) sums[name] = (sums[name] ?? 0) + count;
  console.log(JSON.stringify(sums, null, 1));
  expect(outcomes.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(outcomes.reduce((sum, { tried }) => sum + tried, 0)).toBeGreaterThanOrEqual(ALL);
});
