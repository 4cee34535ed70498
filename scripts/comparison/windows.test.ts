import { describe, expect, it } from 'vitest';
import type { LoadPlan } from '../../kernel/load-evidence.ts';
import { windowsOf } from './windows.ts';

const SECOND = 1000;
const buckets = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ fromMs: at * 10 * SECOND, untilMs: (at + 1) * 10 * SECOND }));

function stages(...all: readonly (readonly [seconds: number, target: number])[]): Pick<LoadPlan, 'offered'> {
  let [from, fromMs] = [all[0]?.[1] ?? 0, 0];
  const made = all.map(([seconds, target]) => {
    const stage = { fromMs, untilMs: fromMs + seconds * SECOND, from, target };
    [from, fromMs] = [target, stage.untilMs];
    return stage;
  });
  return { offered: [{ scenario: 'mix', unit: 'iterations/s', stages: made }] };
}

describe('the windows that are compared', () => {
  it('begin after the warm-up of 30 s, or of a tenth of a short load', () => {
    expect(windowsOf(stages([600, 20]), buckets(60))[0]?.fromMs).toBe(30 * SECOND);
    expect(windowsOf(stages([100, 20]), buckets(10))[0]?.fromMs).toBe(10 * SECOND);
  });

  it('end with the load: what follows is its tail', () => {
    expect(windowsOf(stages([595, 20]), buckets(62)).at(-1)?.untilMs).toBe(590 * SECOND);
  });

  it('leave out the ramps between the stages, and name the step of each stage', () => {
    const windows = windowsOf(stages([30, 50], [180, 50], [30, 100], [180, 100]), buckets(42));
    expect(windows.map(({ level }) => level)).toEqual([
      ...Array<string>(18).fill('mix 50 iterations/s'),
      ...Array<string>(18).fill('mix 100 iterations/s'),
    ]);
  });

  it('are all of one varying step where the load is never steady for long', () => {
    const windows = windowsOf(stages([60, 1], [200, 1000]), buckets(26));
    expect(new Set(windows.map(({ level }) => level))).toEqual(new Set(['varying']));
    expect(windows).toHaveLength(23);
  });

  it('leave the last out where nobody said when the load ends', () => {
    const windows = windowsOf({ offered: [] }, buckets(20));
    expect(windows.at(-1)?.untilMs).toBe(190 * SECOND);
  });
});
