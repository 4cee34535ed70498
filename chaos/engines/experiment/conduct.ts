import type { SuiteRun } from '../../../kernel/engine.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { checkClient, startClient } from './client-history.ts';
import { disturb } from './disturb.ts';
import { Heard } from './heard.ts';
import type { Experiment } from './options.ts';
import { startLoad, type Load } from './start-load.ts';
import { prepare } from './prepare.ts';
import { limitsBefore } from './steady-state.ts';
import { watchStopFile } from './stop-file.ts';
import { JUDGING_MS, planTimeline } from './timeline.ts';

/** Runs an experiment from baseline to the end of its load. Throws an InfraError or a SuiteError when nothing was proven. */
export async function conduct(run: SuiteRun<Experiment>): Promise<void> {
  const prepared = await prepare(run);
  const timeline = planTimeline(run.options, limitsBefore(run).length > 0 ? JUDGING_MS : 0);
  const heard = new Heard();
  const load = startLoad(run, timeline, heard);
  const client = startClient(run, load);
  const stop = watchStopFile(run.environment.guardrails?.stopFile);
  let unfelt: readonly string[];
  try {
    const asking = { ...load, ended: Promise.all([load.ended, client]) };
    unfelt = await beside(asking, AbortSignal.any([run.signal, stop.signal]), (signal) => {
      return disturb({ run, prepared, timeline, heard, zeroMs: load.zeroMs, signal });
    });
  } finally {
    stop.end();
  }
  if (run.options.client !== undefined) checkClient(run, prepared, timeline, load.zeroMs);
  // What the client's history shows of the others stands all the same.
  if (unfelt.length > 0)
    throw new SuiteError({
      what: unfelt.join(' '),
      fix: 'see what was on at the same time, and what became of it before',
    });
}

/**
 * Does `work` while the load runs, and waits for both. A load that ends before its time aborts it: a fault without load proves
 * nothing.
 */
async function beside<T>(
  load: Pick<Load, 'dueMs'> & { readonly ended: Promise<unknown> },
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const early = new AbortController();
  const working = work(AbortSignal.any([signal, early.signal]));
  const tooEarly = new SuiteError({
    what: 'the load ended before the experiment did.',
    fix: "see the load script's output, and let it last as long as DURATION_MS says",
  });
  void load.ended.then(
    () => {
      if (performance.now() < load.dueMs) early.abort(tooEarly);
    },
    (error: unknown) => early.abort(error),
  );
  const [worked, ended] = await Promise.allSettled([working, load.ended]);
  if (worked.status === 'rejected') throw worked.reason;
  if (ended.status === 'rejected') throw ended.reason;
  return worked.value;
}
