import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError, SuiteError } from '../../../kernel/errors.ts';
import { proveAwake } from './canary.ts';
import { type Inspection, parseInspection } from './inspect.ts';
import { K6Log } from './k6-log.ts';
import { INSPECT_ARGS, type K6, type K6Call, readAll, startK6 } from './k6-process.ts';
import { k6 as k6Tool } from './k6.tool.ts';
import type { K6Options } from './options.ts';
import { type AskedMetric, askedMetrics } from './recorded-metrics.ts';
import { type Script, prepareScript } from './script.ts';
import { type ScriptThreshold, readThresholds } from './script-thresholds.ts';

/** One run of k6, ready to start. */
export interface Plan {
  readonly run: SuiteRun<K6Options>;
  readonly k6: K6;
  readonly script: Script;
  readonly inspection: Inspection;
  /** The script's own; none when the run has phases. */
  readonly scriptThresholds: readonly ScriptThreshold[];
  readonly asked: readonly AskedMetric[];
}

/** Finds k6, reads the script and proves k6 awake. Throws a SuiteError when k6 cannot load the script. */
export async function prepare(run: SuiteRun<K6Options>): Promise<Plan> {
  const { options, suite } = run;
  const found = await run.tools.find(k6Tool);
  if (typeof found === 'string') throw new InfraError(found);
  const k6 = { program: found.path, scope: run.scope, env: { ...run.variables, ...options.env } };
  const script = await prepareScript(options.script);
  const [inspection] = await Promise.all([inspect(k6, script), proveAwake(k6, run.work)]);
  run.recorder.event('canary', { found: true });
  const names = [...options.metrics, ...suite.thresholds.map((threshold) => threshold.metric)];
  const scriptThresholds = ownThresholds(run, inspection);
  return { run, k6, script, inspection, scriptThresholds, asked: askedMetrics(names) };
}

/** With phases the script's thresholds would mix calm and fault: the experiment's own decide, phase by phase. */
function ownThresholds(run: SuiteRun<K6Options>, inspection: Inspection): readonly ScriptThreshold[] {
  if (run.options.phases.length === 0) return readThresholds(inspection);
  const ignored = Object.keys(inspection.thresholds);
  if (ignored.length > 0)
    run.recorder.event('script-thresholds-ignored', { ignored, reason: 'the run has phases' });
  return [];
}

async function inspect(k6: K6, script: Script): Promise<Inspection> {
  let stdout = '';
  const log = new K6Log(undefined, process.cwd());
  const child = await startK6(k6, callOf(INSPECT_ARGS, script));
  const exit = await readAll(
    child,
    (chunk) => (stdout += chunk),
    (chunk) => log.push(chunk),
  );
  log.end();
  if (exit.code === 0) return parseInspection(stdout);
  const bundling = script.problem === undefined ? '' : ` Bundling it failed too: ${script.problem}`;
  throw new SuiteError(
    `k6 cannot load the script: ${log.lastError ?? `exit ${exit.code ?? exit.signal ?? '?'}`}.${bundling}`,
  );
}

/** How to hand the script to a subcommand of k6. */
export function callOf(args: readonly string[], { file, folder, bundle }: Script): K6Call {
  return { args, cwd: folder, script: bundle === undefined ? file : undefined, stdin: bundle };
}
