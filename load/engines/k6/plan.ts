import type { SuiteRun } from '../../../kernel/engine.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { allowedHosts } from './hosts/allowed-hosts.ts';
import { KNEE_METRICS } from './knee/limits.ts';
import { phasesOf, type Step, stepsOf } from './knee/steps.ts';
import { type FirstLook, inspect, type LiveLook } from './process/first-look.ts';
import type { Inspection } from './process/inspect.ts';
import { missingModules } from './process/missing-module.ts';
import type { K6, K6Output } from './process/k6-process.ts';
import type { K6Options, Phase } from './options.ts';
import { recordedShape } from './pods/recorded-shape.ts';
import { chooseProfile, type ChosenProfile } from './profile/choose.ts';
import { offeredStages } from './profile/offered-stages.ts';
import type { HowJudged } from './profile/profile.ts';
import { type AskedMetric, askedMetrics } from './samples/recorded-metrics.ts';
import { type Script, prepareScript } from './process/script.ts';
import { type ScriptThreshold, readThresholds } from './thresholds/script-thresholds.ts';

/** One run of k6, ready to start. */
export interface Plan {
  readonly run: SuiteRun<K6Options>;
  readonly k6: K6;
  /** How it writes its samples. */
  readonly output: K6Output;
  readonly script: Script;
  /** What k6 says of the script as it is, when it is run as a bundle. */
  readonly bundledFor?: string | undefined;
  readonly inspection: Inspection;
  /** What shapes the load, when it is not the script itself. */
  readonly chosen: ChosenProfile | undefined;
  readonly scenarios: Inspection['scenarios'];
  /** How its profile wants it to be judged. */
  readonly judged: HowJudged;
  /** What the run is to be judged by, step by step; none unless its profile asks for it. */
  readonly steps: readonly Step[];
  readonly phases: readonly Phase[];
  /** The script's own; none when the run has phases, or is judged by step. */
  readonly scriptThresholds: readonly ScriptThreshold[];
  readonly asked: readonly AskedMetric[];
  /** The target's: nobody else's may get any of the load. */
  readonly hosts: readonly string[];
  /** What others than this run may have of the generator's CPU, as a share of it. */
  readonly foreignAtMost: number;
}

/** Reads the script and waits for what k6 says of it. Throws a SuiteError when k6 cannot load it. */
export async function prepare(run: SuiteRun<K6Options>, { k6, others, live }: FirstLook): Promise<Plan> {
  const { options, suite } = run;
  const prepared = await prepareScript(options.script);
  const { script, inspection, bundledFor, chosen, scenarios, output } =
    live === undefined
      ? { script: prepared, bundledFor: undefined, ...recordedShape(run.load.recorded?.export ?? '') }
      : await liveShape(run, k6, prepared, live);
  const judged = howJudged(chosen, options);
  const hasSteps = judged !== 'as a whole';
  const steps = hasSteps ? stepsOf(offeredStages(scenarios)) : [];
  const phases = hasSteps ? phasesOf(steps) : options.phases;
  const thresholds = suite.thresholds.map((threshold) => threshold.metric);
  const names = [...options.metrics, ...thresholds, ...(hasSteps ? KNEE_METRICS : [])];
  const scriptThresholds = ownThresholds(run, inspection, judged === 'each step' ? [] : phases);
  const shape = { bundledFor, chosen, scenarios, judged, steps, phases };
  const asked = askedMetrics(names);
  const hosts = allowedHosts(run.target);
  const foreignAtMost = startsTarget(run) ? 1 : (others.read(Date.now()).foreign ?? 0);
  return { run, k6, output, script, inspection, ...shape, scriptThresholds, asked, hosts, foreignAtMost };
}

/**
 * Of a target that the run did not start nobody can tell which programs of this machine it is made of. But before the load they had
 * little to do: what others used then is not the target's.
 */
export function startsTarget({ environment }: Pick<SuiteRun, 'environment'>): boolean {
  return Object.keys(environment.urls).length === 0;
}

/** Who starts a run with phases of its own judges by those, not by the steps of the load. */
function howJudged(chosen: ChosenProfile | undefined, { phases }: K6Options): HowJudged {
  const judged = chosen?.profile.ext.harness.judged ?? 'as a whole';
  return judged === 'each step' && phases.length > 0 ? 'as a whole' : judged;
}

async function liveShape(run: SuiteRun<K6Options>, k6: K6, script: Script, live: LiveLook) {
  const [loaded, output] = await Promise.all([load(k6, script, live.inspected), live.output]);
  run.recorder.event('canary', { found: true, output });
  const { inspection } = loaded;
  if (loaded.bundledFor !== undefined) run.recorder.event('script-bundled', { reason: loaded.bundledFor });
  const chosen = chooseProfile(run);
  if (chosen !== undefined) refuseOwnShape(chosen, inspection);
  return { ...loaded, chosen, scenarios: scenariosOf(k6, inspection, chosen), output };
}

interface Loaded {
  readonly script: Script;
  readonly inspection: Inspection;
  /** What k6 says of the script as it is, when it is run as a bundle. */
  readonly bundledFor?: string;
}

/** What k6 can load is run as it is, whatever it makes of its imports; only else its bundle is, where there is one. */
async function load(k6: K6, script: Script, inspected: LiveLook['inspected']): Promise<Loaded> {
  const asItIs = await inspected;
  if ('inspection' in asItIs) return { script: { ...script, bundle: undefined }, ...asItIs };
  const bundled = script.bundle === undefined ? asItIs : await inspect(k6, script);
  if ('inspection' in bundled) return { script, ...bundled, bundledFor: asItIs.reason };
  const missing = missingModules(bundled.reason, k6.program);
  if (missing !== undefined) throw new SuiteError(missing);
  const bundling = script.problem === undefined ? '' : ` Bundling it failed too: ${script.problem}`;
  throw new SuiteError(`k6 cannot load the script: ${bundled.reason}.${bundling}`);
}

/** k6 lets a script's own scenarios win over a profile's: the load would not be what the report says. */
export function refuseOwnShape({ name }: Pick<ChosenProfile, 'name'>, inspection: Inspection): void {
  const own = ['scenarios', 'stages', 'vus', 'duration', 'iterations'].filter((key) =>
    isSet(inspection[key]),
  );
  if (own.length === 0) return;
  throw new SuiteError({
    what: `the script shapes its load itself (${own.join(', ')}), and k6 would not follow profile ${name}.`,
    fix: 'leave these options out of the script, or run it without a profile.',
  });
}

function isSet(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** With one of these variables k6 replaces the script's scenarios by one of its own. */
export const REPLACES_SCENARIOS = ['K6_VUS', 'K6_DURATION', 'K6_ITERATIONS', 'K6_STAGES'];

function scenariosOf(k6: K6, inspection: Inspection, chosen: ChosenProfile | undefined) {
  const env = { ...process.env, ...k6.env };
  const replacing = REPLACES_SCENARIOS.filter((name) => (env[name] ?? '') !== '');
  if (replacing.length === 0) return chosen?.profile.scenarios ?? inspection.scenarios;
  if (chosen === undefined) return {};
  throw new SuiteError({
    what: `${replacing.join(', ')} would replace the load of profile ${chosen.name}.`,
    fix: 'unset it, or leave the profile out.',
  });
}

/** With phases the script's thresholds would mix calm and fault: the experiment's own decide, phase by phase. */
function ownThresholds(
  run: SuiteRun<K6Options>,
  inspection: Inspection,
  phases: readonly Phase[],
): readonly ScriptThreshold[] {
  if (phases.length === 0) return readThresholds(inspection);
  const ignored = Object.keys(inspection.thresholds);
  if (ignored.length > 0)
    run.recorder.event('script-thresholds-ignored', { ignored, reason: 'the run has phases' });
  return [];
}
