import type { SuiteRun } from '../../../kernel/engine.ts';
import type { CheckInput } from '../../../kernel/recorder.ts';
import type { Experiment } from './options.ts';
import { shownBy } from './shown.ts';
import { askUntil, probeUrl } from './working-probe.ts';

/**
 * Whether the probe answers, soon enough after the fault came, as the experiment says it must; undefined where it says nothing of it. Worth
 * nothing without an effect.
 */
export async function checkDuring(
  run: SuiteRun<Experiment>,
  signal: AbortSignal,
): Promise<CheckInput | undefined> {
  const { url, path, during } = run.options.probe;
  if (during === undefined) return undefined;
  const { last, afterMs } = await askUntil(probeUrl(run), during.status, during.withinMs, signal);
  // Late is late, also when the right answer came in the end.
  const passed = last.status === during.status && afterMs <= during.withinMs;
  return {
    id: `${url} GET ${path} answers ${during.status} within ${during.withinMs} ms of the fault`,
    outcome: passed ? 'passed' : 'failed',
    detail: `answered ${last.status} ${afterMs.toFixed(0)} ms after the fault`,
    durationMs: afterMs,
    proves: [...shownBy('during', run.suite.proves)],
  };
}
