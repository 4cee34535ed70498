import { Redactor } from '../../evidence/redaction.ts';
import { runId } from '../../evidence/run-id.ts';
import { runFolder } from '../../evidence/store.ts';
import { createFinder } from '../../fixtures/tools/finder.ts';
import { needsTarget } from '../../kernel/engine.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { policyFor } from '../../kernel/config.ts';
import { USUAL_LOAD } from '../../kernel/load-settings.ts';
import { processTable } from '../../kernel/process-table.ts';
import type { RunFacts } from '../../kernel/run-journal.ts';
import { withUsed } from '../../kernel/plan.ts';
import { run } from '../../kernel/run.ts';
import { count } from '../../reports/format.ts';
import { terminalSummary } from '../../reports/terminal.ts';
import type { Stage } from '../../kernel/suite.ts';
import type { Target } from '../../kernel/target.ts';
import type { Tool } from '../../kernel/tool.ts';
import { exitCodeOf } from '../../kernel/verdict.ts';
import { sayOutcome } from '../comparison/say-comparison.ts';
import type { RunOptions, RunRequest } from './run-request.ts';
import { healAll } from '../heal/heal-all.ts';
import { sayHealed } from '../heal/say-healed.ts';
import { createProgress, type RunProgress } from '../terminal/progress.ts';
import { ensureTools, type EnsuredTool } from '../tools/ensure-tools.ts';
import { runFacts, gitFacts, randomSeed } from './facts.ts';
import { finishRun } from '../finish/finish.ts';
import { isUsual, loadSettingsOf } from './load-settings.ts';
import { markUnavailable } from './mark-unavailable.ts';
import { plannedRecords } from './planned-records.ts';
import { preparePlan, type PreparedPlan } from './prepare-plan.ts';
import { repeatCommand, rerunCommand } from './repeat-command.ts';
import { withoutSecrets } from '../session/redacted-error.ts';
import { prepareResultFile } from '../finish/result-file.ts';
import type { RunResult } from '../finish/run-result.ts';
import { secretsOf } from '../session/secrets.ts';
import { openSession, type Session } from '../session/session.ts';
import { newsOf } from './suite-news.ts';
import { EVIDENCE } from '../session/places.ts';
import { startWatcher } from '../session/watch.ts';
import { checkTemporaryFolder, workFolder } from '../session/work-folder.ts';

/** `./harness run`: from the command line to an exit code. Throws a ConfigError before anything starts. */
export async function runCommand({ names, options, special }: RunRequest): Promise<number> {
  // Throws where processes cannot be seen: there nothing may be started.
  processTable();
  checkTemporaryFolder();
  const resultFile = options.result === undefined ? undefined : prepareResultFile(options.result);
  const prepared = await preparePlan(names, options, special?.load);
  const found = targetOf(prepared);
  const target = special?.around(found) ?? found;
  if (isTargetNeeded(prepared)) await target.check?.(prepared.plan.environment);
  const seed = seedOf(options);
  const load = special?.load ?? loadSettingsOf(options);
  const redactor = new Redactor(secretsOf(prepared.plan.environment));
  return withoutSecrets(redactor, async () => {
    const interrupted = interruption();
    const print = options.json ? console.error : console.log;
    const say = (line: string) => print(redactor.text(line));
    const id = runId({ now: new Date(), ...gitFacts(), random: Math.random });
    // It comes up beside what follows; until there is a run it has nothing to do.
    const watched = startWatcher(runFolder(EVIDENCE, id).folder);
    watched.catch(() => undefined);
    for (const line of sayHealed(await healAll())) say(line);
    const ensured = await toolsFor(prepared, target, options, say, interrupted);
    const watcher = await watched;
    const startedAtMs = performance.now();
    const facts = {
      ...factsOf(id, names, options, prepared, seed),
      ...(isUsual(load) ? {} : { load }),
      ...(special && { ...special.facts, command: special.command }),
    };
    const session = await openSession(facts, redactor, watcher);
    const rerun = (suite: string) => special?.command ?? rerunCommand(suite, prepared, options);
    const progress = createProgress({
      out: say,
      redact: (text) => redactor.text(text),
      startedAt: startedAtMs,
      rerun,
      news: (suite) => newsOf(session.run, prepared.plan, suite, prepared.config.waivers),
    });
    try {
      const result = await conduct({
        prepared,
        target,
        facts,
        startedAtMs,
        session,
        progress,
        ensured,
        interrupted,
        options,
        rerun,
      });
      // Only a run that was sealed is over. Whatever is thrown before leaves the watcher its work.
      await session.close();
      resultFile?.write(result);
      if (options.json) console.log(JSON.stringify(result));
      return exitCodeOf(result.verdict);
    } finally {
      progress.stop();
    }
  });
}

function targetOf({ plan, definitions }: PreparedPlan): Target {
  const target = definitions.targets.find((found) => found.value.name === plan.environment.target)?.value;
  if (target) return target;
  throw new ConfigError(`environment ${plan.environment.name}: no target "${plan.environment.target}"`);
}

function isTargetNeeded({ plan }: Pick<PreparedPlan, 'plan'>): boolean {
  return plan.planned.some(({ engine }) => needsTarget(engine));
}

/** Aborts at the first Ctrl-C or SIGTERM; a second one ends this process at once, and the watcher puts things back. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) {
        console.error(
          'ended at once: the watcher puts everything back and seals; see ./harness evidence list',
        );
        process.kill(process.pid, 'SIGKILL');
      }
      console.error(
        '\ninterrupted: stopping what runs and sealing the evidence; once more ends this at once',
      );
      controller.abort();
    });
  return controller.signal;
}

async function toolsFor(
  { plan, definitions }: PreparedPlan,
  target: Target,
  options: RunOptions,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<readonly EnsuredTool[]> {
  const needed: Tool[] = [
    ...(isTargetNeeded({ plan }) ? target.tools : []),
    ...plan.planned.flatMap(({ engine }) => withUsed(engine, definitions)).flatMap((engine) => engine.tools),
  ];
  const distinct = [...new Map(needed.map((tool) => [tool.name, tool])).values()];
  return ensureTools(distinct, createFinder(), options.install, say, signal);
}

function factsOf(
  id: string,
  names: readonly string[],
  options: RunOptions,
  { plan }: PreparedPlan,
  seed: number,
) {
  return runFacts({
    id,
    now: new Date(),
    command: repeatCommand(names, options),
    stage: options.stage as Stage | undefined,
    environment: plan.environment,
    seed,
    work: workFolder(id),
  });
}

function seedOf({ seed }: RunOptions): number {
  if (seed === undefined) return randomSeed();
  if (/^\d+$/.test(seed)) return Number(seed);
  throw new ConfigError(`--seed: got "${seed}"; a whole number is needed`);
}

interface Conduct {
  readonly prepared: PreparedPlan;
  readonly target: Target;
  readonly facts: RunFacts;
  /** When the run began, on the clock of `performance.now`. */
  readonly startedAtMs: number;
  readonly session: Session;
  readonly progress: RunProgress;
  readonly ensured: readonly EnsuredTool[];
  readonly interrupted: AbortSignal;
  readonly options: RunOptions;
  /** The command line that runs just one of its suites again. */
  readonly rerun: (suite: string) => string;
}

async function conduct(input: Conduct): Promise<RunResult> {
  const { prepared, facts, session, progress, interrupted, options } = input;
  const { store } = session;
  const tools = createFinder();
  const plan = await markUnavailable(prepared.plan, prepared.definitions, tools);
  const planned = plannedRecords(plan, input.rerun);
  store.event({ type: 'planned', data: { planned, policy: policyOf(input), skipped: [...plan.skipped] } });
  store.event({ type: 'tools', data: { tools: input.ensured.flatMap(({ found }) => sayTool(found)) } });
  progress.line(
    `run ${facts.id}: ${count(planned.length, 'suite')} on ${plan.environment.name}, seed ${facts.seed}`,
  );
  for (const { suite, unavailable } of planned)
    if (unavailable !== undefined) progress.line(`? unknown ${suite.name} cannot run: ${unavailable}`);
  const { definitions } = prepared;
  const { scope } = session;
  const status = await run({
    ...facts,
    load: facts.load ?? USUAL_LOAD,
    definitions,
    plan,
    target: input.target,
    store,
    scope,
    tools,
    progress,
    interrupted,
  });
  const durationMs = Math.round(performance.now() - input.startedAtMs);
  const peakMemoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  store.event({ type: 'ended', data: { status, peakMemoryMb, durationMs } });
  store.close();
  return conclude(session, options, progress);
}

async function conclude({ run }: Session, options: RunOptions, progress: RunProgress): Promise<RunResult> {
  progress.line('judging, sealing and reporting');
  const { result, model, comparison, failures } = await finishRun({ run, allure: options.allure });
  for (const failure of failures) progress.line(`warning: ${failure}`);
  for (const suite of comparison?.suites ?? []) progress.line(`baseline: ${sayOutcome(suite)}`);
  const paths = [`report    ${result.report}`, `evidence  ${result.evidence}`];
  if (!options.json) console.log(`\n${terminalSummary(model, { width: process.stdout.columns, paths })}`);
  return result;
}

/** A whole stage is held to its policy. */
function policyOf({ prepared, options }: Conduct) {
  return policyFor(prepared.config, options.stage as Stage | undefined, prepared.whole);
}

function sayTool(found: EnsuredTool['found']) {
  return found ? [{ name: found.name, version: found.version, source: found.source }] : [];
}
