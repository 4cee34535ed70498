import { expect, it, vi } from 'vitest';
import type { Plan } from '../plan.ts';
import { journalRegularly } from './journal.ts';
import { LoadSamples } from './load-samples.ts';
import { row } from './testing/row.ts';

it('what cannot be written ends the load, and is thrown when it has ended', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  try {
    const samples = new LoadSamples([], new Map(), [], undefined);
    const refuse = () => {
      throw new Error('the disk is full');
    };
    const plan = { run: { recorder: { event: refuse, metric: refuse } }, asked: [] } as unknown as Plan;
    const onFailure = vi.fn();
    const stop = journalRegularly(plan, samples, onFailure);
    for (let at = 0; at < 30_000; at += 500)
      samples.add(row('iterations', 1_000_000 + at, 1, { scenario: 'main' }));
    vi.advanceTimersByTime(60_000);
    expect(onFailure).toHaveBeenCalledTimes(1);
    expect(stop).toThrow('the disk is full');
  } finally {
    vi.useRealTimers();
  }
});
