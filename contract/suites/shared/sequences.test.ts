import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsInSequences, step } from './sequences.ts';

interface Model {
  count: number;
}
const start = () => Promise.resolve({ count: 0 });
const adding = fc.nat({ max: 9 }).map((n) =>
  step<Model>(`add(${n})`, (model) => {
    model.count += n;
    return Promise.resolve();
  }),
);
const rare = fc.constant(
  step<Model>(
    'rare()',
    () => Promise.resolve(),
    ({ count }) => count > 20,
  ),
);
const never = fc.constant(
  step<Model>(
    'never()',
    () => Promise.resolve(),
    () => false,
  ),
);

test('goes on until each sort of step was done', async () => {
  let done = 0;
  const counted = rare.map((one) => ({ ...one, run: () => Promise.resolve(void done++) }));
  await holdsInSequences(start, [adding, counted], { sequences: 1, steps: 12 });
  expect(done).toBeGreaterThan(0);
});

test('what was never done shows nothing', async () => {
  const extent = { sequences: 2, steps: 5, limitMs: 200 };
  await expect(holdsInSequences(start, [adding, never], extent)).rejects.toThrow(
    /^expected 2 sequences with each of 2 sorts of steps; in 0\.2 s there were \d+, and 1 sorts of steps were never done$/,
  );
});

test('a failure is shown as short as it goes, with its seed', async () => {
  const limited = adding.map((one) => ({
    ...one,
    run: async (model: Model) => {
      await one.run(model);
      expect(model.count).toBeLessThan(10);
    },
  }));
  const said = holdsInSequences(start, [limited], { sequences: 50, steps: 20 });
  await expect(said).rejects.toThrow(/seed: \d+[^]*Counterexample: \[add\(\d\),add\(\d\)[ ,\]]/);
});
