import { setTimeout as sleep } from 'node:timers/promises';
import type { SuiteRun } from '../../../kernel/engine.ts';
import type { Experiment } from './options.ts';
import { shownBy } from './shown.ts';
import { ask, probeUrl } from './working-probe.ts';

const POLL_EVERY_MS = 100;
/** One good answer may be luck. */
const IN_A_ROW = 3;

/**
 * Measures how long after `healedMs` (on the clock of `performance.now`) the system worked again, and records the metric
 * `recovery_ms` and a check. It works when the target is healthy and the probe answers below 400, three times in a row; the
 * first of the three counts.
 */
export async function measureRecovery(
  run: SuiteRun<Experiment>,
  healedMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { recoveryWithinMs } = run.options;
  const recoveryMs = await timeOfRecovery(run, healedMs, signal);
  if (recoveryMs !== undefined)
    run.recorder.metric({ name: 'recovery_ms', value: recoveryMs, unit: 'ms', samples: 1 });
  run.recorder.check({
    id: `the system recovered within ${recoveryWithinMs} ms of the end of the fault`,
    outcome: recoveryMs === undefined ? 'failed' : 'passed',
    detail: recoveryMs === undefined ? 'it did not' : `it took ${recoveryMs.toFixed(0)} ms`,
    durationMs: performance.now() - healedMs,
    proves: [...shownBy('recovery', run.suite.proves)],
  });
}

async function timeOfRecovery(
  run: SuiteRun<Experiment>,
  healedMs: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const elapsedMs = () => performance.now() - healedMs;
  const streak: number[] = [];
  while (elapsedMs() < run.options.recoveryWithinMs) {
    const works = await isWorking(run, run.options.recoveryWithinMs - elapsedMs(), signal);
    signal.throwIfAborted();
    if (works) streak.push(elapsedMs());
    else streak.length = 0;
    if (streak.length === IN_A_ROW) return streak[0];
    await sleep(POLL_EVERY_MS);
  }
  return undefined;
}

async function isWorking(run: SuiteRun<Experiment>, withinMs: number, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.ceil(withinMs)))]);
  const answer = await ask(probeUrl(run), withinMs, limit);
  if (answer.status === 'no answer' || answer.status >= 400) return false;
  const health = await run.target.health(limit).catch(() => undefined);
  return health?.outcome === 'passed';
}
