import { resolve } from 'node:path';
import { knownReferences } from '../../fixtures/requirements/requirements.ts';
import { policyFor, stagesOf, type HarnessConfig } from '../../kernel/config.ts';
import type { Definitions } from '../../kernel/definitions.ts';
import type { Environment } from '../../kernel/environment.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { plan, planFile, refuseEffect, refusals, type Plan, type PlannedSuite } from '../../kernel/plan.ts';
import type { LoadSettings } from '../../kernel/load-settings.ts';
import { PHASES, type Phase, type Policy } from '../../kernel/policy.ts';
import type { Sentence } from '../../kernel/sentence.ts';
import type { Suite } from '../../kernel/suite.ts';
import type { Target } from '../../kernel/target.ts';
import { loadAll } from '../definitions.ts';
import { chooseEnvironment } from '../session/choose-environment.ts';
import { adHocEnvironment } from './ad-hoc-environment.ts';
import { checkConfig, loadConfig } from '../finish/config.ts';
import { publicationsOf, type Publication } from '../finish/publications.ts';
import { loadSettingsOf } from './load-settings.ts';
import type { RunOptions, SelectionOptions } from './run-request.ts';
import { isMeantAsFile, whyNoFile } from './plain-file-names.ts';
import { shardOf, shardPlan, type Shard } from './shard-set.ts';
import { withTimeLimits } from './time-limits.ts';

export interface PreparedPlan {
  readonly definitions: Definitions;
  readonly config: HarnessConfig;
  readonly plan: Plan;
  /** The whole of a stage, so that its policy applies. */
  readonly whole: boolean;
  /** The part of the stage that it is. */
  readonly shard: Shard | undefined;
  readonly phase: Phase | undefined;
  /** What it is held to; undefined for a whole stage that has no policy. */
  readonly policy: Policy | undefined;
  /** Who publishes it. */
  readonly publications: readonly Publication[];
}

/** From the command line to a plan. Everything that can be wrong is said in one ConfigError, before anything starts. */
export async function preparePlan(
  names: readonly string[],
  asked: SelectionOptions & Partial<RunOptions>,
  load = loadSettingsOf(asked),
  change: (suite: Suite) => Suite = (suite) => suite,
): Promise<PreparedPlan> {
  const shard = shardOf(asked, names);
  const options =
    shard === undefined ? asked : { ...asked, stage: shard.set.stage, env: shard.set.environment };
  const [loaded, config] = await Promise.all([loadAll(), loadConfig()]);
  const suites = loaded.suites.map((found) => ({ ...found, value: change(found.value) }));
  const definitions = { ...loaded, suites };
  checkConfig(config, definitions, knownReferences());
  const phase = phaseOf(options);
  const known = new Set<string>([...definitions.kinds, ...definitions.suites].map(({ value }) => value.name));
  const files = names.filter((name) => !known.has(name) && isMeantAsFile(name, options));
  refuseMixed(files, names, options);
  const environment = environmentFor(options, definitions, config);
  const limited = async (all: Plan) => {
    await refuseIdleScales(all, load);
    return withTimeLimits(narrowed(all, options.grep), load, options.timeout);
  };
  if (files.length > 0) {
    const planned = await planFiles(files, options, definitions, environment);
    const publications = await publicationsOf(config, undefined);
    const policy = config.otherwise;
    return {
      definitions,
      config,
      plan: await limited(planned),
      whole: false,
      shard,
      phase,
      policy,
      publications,
    };
  }
  const selection = { names, stage: options.stage, stages: stagesOf(config), tags: options.tag };
  const all = names.length === 0 && options.tag.length === 0 && options.grep === undefined;
  const whole = all && shard === undefined;
  const selected = plan(definitions, selection, environment);
  const { stage } = options;
  const held = (of: boolean) => policyFor(config, { stage, whole: of, environment: environment.name, phase });
  const policy = held(whole);
  // What is not applicable to the stage is to none of its shards.
  const ofStage = withoutMissing(selected, held(all));
  const applicable = shard === undefined ? ofStage : shardPlan(ofStage, shard);
  const planned = { ...applicable, skipped: [...applicable.skipped, ...unwritten(policy, definitions)] };
  const publications = await publicationsOf(config, whole ? options.stage : undefined);
  return { definitions, config, plan: await limited(planned), whole, shard, phase, policy, publications };
}

/** Whatever it shows, nobody has said what it would have to show. */
export function sayNoPolicy(stage: string | undefined): Sentence {
  return {
    what: `stage ${stage ?? 'none'} has no policy, so nobody knows what it has to show.`,
    fix: 'write it in harness.config.ts, below stages',
  };
}

/** Scales that nothing follows are refused: whoever gave them would take the load for another. */
async function refuseIdleScales({ planned, environment }: Plan, load: LoadSettings): Promise<void> {
  if (load.timeScale === undefined && load.rateScale === undefined) return;
  const scales = await Promise.all(
    planned.map(async ({ engine, options, adHoc }) => engine.scale?.({ options, environment, load, adHoc })),
  );
  if (scales.some((scale) => scale !== undefined)) return;
  throw new ConfigError({
    what: '--time-scale and --rate-scale scale load profiles, and nothing that is planned has one: its scripts shape their load themselves.',
    fix: 'leave them out, or name a suite with a profile, or for a plain k6 script --profile',
  });
}

/** The plan with only those tests whose title matches. Throws a ConfigError for suites of which no tests can be chosen. */
function narrowed(plan: Plan, pattern: string | undefined): Plan {
  if (pattern === undefined) return plan;
  const whole = plan.planned.filter(({ engine }) => engine.narrow === undefined);
  if (whole.length > 0)
    throw new ConfigError(
      whole.map(({ suite, engine }) => ({
        what: `--grep: ${suite.name}: ${engine.name} has no tests to choose from.`,
        fix: 'name suites of test runners, such as Playwright and Vitest',
      })),
    );
  const planned = plan.planned.map((one) => ({
    ...one,
    options: one.engine.narrow?.(one.options, pattern) ?? one.options,
  }));
  return { ...plan, planned };
}

function phaseOf({ phase }: SelectionOptions): Phase | undefined {
  const known = PHASES.find((one) => one === phase);
  if (phase === known) return known;
  throw new ConfigError(`--phase: got "${phase ?? ''}"; known: ${PHASES.join(', ')}`);
}

/** The plan without the suites that do not find there what they need, where the policy is content with that. */
export function withoutMissing(plan: Plan, policy: Pick<Policy, 'missing'> | undefined): Plan {
  if (policy?.missing !== 'not-applicable') return plan;
  const planned = plan.planned.filter(({ missing }) => missing === undefined);
  const absent = plan.planned.filter(({ missing }) => missing !== undefined);
  const left = absent.map(({ suite, unavailable }) => ({
    name: suite.name,
    reason: unavailable?.what ?? 'not applicable here',
    notApplicable: true as const,
  }));
  return { ...plan, planned, skipped: [...plan.skipped, ...left] };
}

/** What the policy requires and nobody has written. */
function unwritten(policy: Policy | undefined, { suites }: Definitions): Plan['skipped'] {
  const known = new Set<string>(suites.map(({ value }) => value.name));
  return (policy?.required ?? [])
    .filter((name) => !known.has(name))
    .map((name) => ({ name, reason: 'no suite of that name exists' }));
}

/** What the environment names as its target. */
export function targetOf({ plan: { environment }, definitions }: PreparedPlan): Target {
  const target = definitions.targets.find((found) => found.value.name === environment.target)?.value;
  if (target) return target;
  throw new ConfigError(`environment ${environment.name}: no target "${environment.target}"`);
}

function environmentFor(
  options: SelectionOptions,
  definitions: Definitions,
  config: Pick<HarnessConfig, 'environment'>,
): Environment {
  if (options.baseUrl === undefined) return chooseEnvironment(definitions, options.env ?? config.environment);
  if (options.env !== undefined)
    throw new ConfigError('--base-url takes the place of --env; give one of them');
  return adHocEnvironment(options.baseUrl);
}

/** Plain files and suites each have options of their own. */
function refuseMixed(
  files: readonly string[],
  names: readonly string[],
  options: SelectionOptions & Pick<RunOptions, 'timeout'>,
): void {
  const { baseUrl, engine, stage, tag, timeout } = options;
  const forSuites = [
    baseUrl !== undefined && '--base-url goes with a plain file; suites are tested where --env says',
    engine !== undefined && '--engine goes with a plain file; a suite names its own engine',
    timeout !== undefined && '--timeout goes with plain files; a suite has a limit of its own, timeoutMs',
  ];
  const forFiles = [
    stage !== undefined && '--stage goes with suites; a plain file belongs to no stage',
    tag.length > 0 && '--tag goes with suites; a plain file has no tags',
    ...names
      .filter((name) => !files.includes(name))
      .map((name) => `"${name}": plain files and suites cannot be mixed`),
    ...files.flatMap((file) => whyNoFile(file, engine) ?? []),
  ];
  const problems = (files.length > 0 ? forFiles : forSuites).filter((problem) => problem !== false);
  if (problems.length > 0) throw new ConfigError(problems);
}

async function planFiles(
  files: readonly string[],
  options: SelectionOptions,
  definitions: Definitions,
  environment: Environment,
): Promise<Plan> {
  const distinct = [...new Map(files.map((shown) => [resolve(shown), shown]))];
  const planned = distinctlyNamed(
    await Promise.all(
      distinct.map(([file, shown]) => planFile(definitions, { file, shown, engine: options.engine })),
    ),
  );
  const refused = [
    ...refusals(planned, environment, definitions),
    ...planned.flatMap((one) => refuseEffect(one, environment)),
  ];
  if (refused.length > 0) throw new ConfigError(refused);
  return { environment, planned, skipped: [] };
}

/** Files of one name in several folders get names of their own (`e2e/login-spec-ts-2`), so that none hides another. */
function distinctlyNamed(planned: readonly PlannedSuite[]): readonly PlannedSuite[] {
  const seen = new Map<string, number>();
  return planned.map((one) => {
    const number = (seen.get(one.suite.name) ?? 0) + 1;
    seen.set(one.suite.name, number);
    if (number === 1) return one;
    return { ...one, suite: { ...one.suite, name: `${one.suite.name}-${number}` as typeof one.suite.name } };
  });
}
