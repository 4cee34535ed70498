import { expect, it } from 'vitest';
import { strictest } from './policy.ts';

it('of several policies all is demanded, each thing as strictly as the strictest', () => {
  const today = {
    required: ['e2e/a'],
    mustProve: ['FUN-01'],
    flakes: 3,
    imports: { pentest: 90, unit: 7 },
    fresh: [{ stage: 'soak' as const, days: 7 }],
  };
  const then = {
    required: ['e2e/a', 'e2e/b'],
    mustProve: ['FUN-02'],
    flakes: 0,
    kinds: ['load'],
    notWorse: ['load/x'],
    fresh: [
      { stage: 'soak' as const, days: 3 },
      { stage: 'nightly' as const, days: 1 },
    ],
    days: 2,
    rehearsal: true,
    imports: { pentest: 30, exercise: 180 },
  };
  const all = {
    required: ['e2e/a', 'e2e/b'],
    mustProve: ['FUN-01', 'FUN-02'],
    flakes: 0,
    imports: { pentest: 30, exercise: 180, unit: 7 },
    kinds: ['load'],
    notWorse: ['load/x'],
    fresh: [
      { stage: 'soak', days: 3 },
      { stage: 'nightly', days: 1 },
    ],
    days: 2,
    rehearsal: true,
  };
  expect(strictest([today, then])).toEqual(all);
  expect(strictest([then, today])).toMatchObject({ flakes: 0, days: 2, rehearsal: true, fresh: all.fresh });
});
