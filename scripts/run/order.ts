import { Redactor } from '../../evidence/redaction.ts';
import { runId } from '../../evidence/run-id.ts';
import { runFolder } from '../../evidence/store.ts';
import { loadRequirements } from '../../fixtures/requirements/requirements.ts';
import { createFinder } from '../../fixtures/tools/finder.ts';
import { requiredByStage } from '../../kernel/config.ts';
import { Order } from '../../kernel/order.ts';
import type { Plan } from '../../kernel/plan.ts';
import { processTable } from '../../kernel/process-table.ts';
import { aspectsNamed, notApplicableIn } from '../../kernel/requirement.ts';
import type { RunFacts } from '../../kernel/run-journal.ts';
import { leaveTarget, putBack, runSuites, startTarget } from '../../kernel/run.ts';
import { count } from '../../reports/format.ts';
import { terminalSummary } from '../../reports/text/terminal.ts';
import { sayOutcome } from '../comparison/say-comparison.ts';
import { FINISH } from '../finish/finish.ts';
import { secretsOfPublisher } from '../finish/publications.ts';
import { planPublishing, sayPublished } from '../finish/publish.ts';
import { prepareResultFile } from '../finish/result-file.ts';
import { healRecent } from '../heal/heal-all.ts';
import { sayHealed } from '../heal/say-healed.ts';
import { EVIDENCE } from '../session/places.ts';
import { NO_POLICY } from '../session/run-record.ts';
import { secretsOf } from '../session/secrets.ts';
import { openSession } from '../session/session.ts';
import { startWatcher } from '../session/watch.ts';
import { checkTemporaryFolder, workFolder } from '../session/work-folder.ts';
import { createProgress } from '../terminal/progress.ts';
import { ensureTools, type EnsuredTool } from '../tools/ensure-tools.ts';
import { gitFacts, runFacts, seedOf } from './facts.ts';
import { freshRuns } from './fresh-runs.ts';
import { abortedBySignals } from './interruption.ts';
import { isUsual, loadSettingsOf } from './load-settings.ts';
import { markUnavailable } from './mark-unavailable.ts';
import { isTargetNeeded, neededTools } from './needed-tools.ts';
import { plannedRecords } from './planned-records.ts';
import { preparePlan, sayNoPolicy, targetOf } from './prepare-plan.ts';
import { repeatCommand, rerunCommand } from './repeat-command.ts';
import type { RunRequest } from './run-request.ts';
import { newsOf } from './suite-news.ts';
import { say } from '../../kernel/sentence.ts';

export interface RunStart extends RunRequest {
  /** Takes out of whatever is said what must not be; the secrets come with the plan. */
  readonly redactor: Redactor;
  readonly say: (line: string) => void;
}

/**
 * What a run does, from the command line to the result, in order. Until `evidence` a failure leaves nothing behind. From there
 * on a task that throws ends the run without its seal, and the watcher does the rest, as after a kill.
 */
export const ORDER = new Order<RunStart>()
  .next({
    title: 'refuse where processes cannot be seen, or nothing can be put',
    setup() {
      processTable();
      checkTemporaryFolder();
    },
  })
  .next({
    title: 'clear what an earlier run left as its result',
    setup: ({ options: { result } }) => ({
      resultFile: result === undefined ? undefined : prepareResultFile(result),
    }),
  })
  .next({
    title: 'plan: load definitions, refuse what is wrong or forbidden',
    async setup({ names, options, special, redactor }) {
      const load = special?.load ?? loadSettingsOf(options);
      const planned = await preparePlan(names, options, load, special?.change);
      const found = { target: targetOf(planned), environment: planned.plan.environment };
      const { target, environment } = { ...found, ...special?.around?.(found) };
      const prepared = { ...planned, plan: { ...planned.plan, environment } };
      const reached = isTargetNeeded(prepared.plan);
      if (reached) await target.check?.(environment);
      const seed = seedOf(options.seed);
      // A run of detect is no evidence of a release.
      const publications = special?.facts.detection ? [] : prepared.publications;
      const secrets = [...secretsOf(environment, reached), ...publications.flatMap(secretsOfPublisher)];
      for (const secret of secrets) redactor.add(secret);
      const needed = neededTools(prepared.plan, prepared.definitions, target);
      // They take their time to say their versions, and what follows does not need them at once.
      for (const tool of needed)
        createFinder()
          .find(tool)
          .catch(() => undefined);
      return { ...prepared, needed, publications, target, seed, load };
    },
  })
  .next({
    title: 'listen for Ctrl-C',
    setup: () => ({ interrupted: abortedBySignals() }),
  })
  .next({
    // It comes up beside what follows; until there is a run it has nothing to do.
    title: 'start the watcher',
    setup() {
      const git = gitFacts();
      const id = runId({ now: new Date(), ...git, random: Math.random });
      const watching = startWatcher(runFolder(EVIDENCE, id).folder);
      watching.catch(() => undefined);
      return { git, id, watching };
    },
  })
  .next({
    title: 'heal dead runs',
    async setup({ say }) {
      for (const line of sayHealed(await healRecent())) say(line);
    },
  })
  .next({
    title: 'find tools, install what is missing',
    async setup({ needed, options, say, interrupted }) {
      const tools = createFinder();
      return { ensured: await ensureTools(needed, tools, options.install, say, interrupted) };
    },
  })
  .next({
    title: 'evidence: the run folder, its journal, its undos, its work folder',
    async setup({
      id,
      git,
      names,
      options,
      special,
      plan,
      whole,
      shard,
      phase,
      seed,
      load,
      redactor,
      watching,
    }) {
      const watcher = await watching;
      const startedAtMs = performance.now();
      const { environment } = plan;
      const stage = shard?.set.stage ?? options.stage;
      const command = special?.command ?? repeatCommand(names, options);
      const work = workFolder(id);
      const facts = {
        ...runFacts({
          id,
          git,
          now: new Date(),
          command,
          stage,
          whole,
          phase,
          environment,
          seed,
          work,
          grep: options.grep,
        }),
        ...(shard && { shard: { set: shard.set.digest, number: shard.number } }),
        ...(isUsual(load) ? {} : { load }),
        ...special?.facts,
      };
      const session = await openSession(facts, redactor, watcher);
      const { run, store, scope } = session;
      return { startedAtMs, facts, work, session, run, store, scope, allure: options.allure };
    },
  })
  .next({
    title: 'tell how it goes on',
    setup: ({ say, redactor, startedAtMs, special, plan, config, options, run }) => ({
      progress: createProgress({
        out: say,
        redact: (text) => redactor.text(text),
        startedAt: startedAtMs,
        rerun: (suite) => special?.command ?? rerunCommand(suite, plan, options),
        news: (suite) => newsOf(run, plan, suite, config.waivers),
        whole: `./harness judge ${run.id}`,
      }),
    }),
    teardown: ({ progress }) => progress.stop(),
  })
  .next({
    title: 'journal the plan, its policy and the tools; note who is to publish',
    async setup(state) {
      const { definitions, options, special, store, progress, facts } = state;
      // Another finder: what was installed meanwhile is found.
      const tools = createFinder();
      const plan = await markUnavailable(state.plan, definitions, tools);
      const rerun = (suite: string) => special?.command ?? rerunCommand(suite, plan, options);
      const planned = plannedRecords(plan, rerun);
      const policy = state.policy ?? NO_POLICY;
      const fresh = freshRuns(policy, plan.environment.name, new Date());
      const catalogue = loadRequirements();
      const notApplicable = notApplicableIn(plan.environment, catalogue);
      const demanded = [...aspectsNamed(policy.mustProve, catalogue)];
      const skipped = [...plan.skipped];
      const stages = requiredByStage(state.config, plan.environment.name, facts.phase);
      store.event({
        type: 'planned',
        data: { planned, policy, demanded, notApplicable, stages, skipped, fresh },
      });
      if (state.policy === undefined) store.event({ type: 'trouble', data: sayNoPolicy(facts.stage) });
      store.event({ type: 'tools', data: { tools: state.ensured.flatMap(({ found }) => recordOf(found)) } });
      planPublishing(
        state.run,
        state.publications.map(({ publisher }) => publisher.name),
      );
      for (const line of sayPlanned(facts, plan)) progress.line(line);
      return { plan, tools };
    },
  })
  .within('suites on a target', (order) =>
    order
      .next({
        title: 'scope of everything that is started',
        teardown: putBack,
      })
      .next({
        title: 'target',
        setup: async (state) => ({ running: await startTarget(state) }),
        teardown: async (state) => state.running && leaveTarget(state, state.running),
      })
      .next({
        title: 'suites, side by side by weight',
        setup: (state) => runSuites(state, state.running),
      }),
  )
  .next({
    title: 'end the journal',
    setup({ interrupted, startedAtMs, store, progress }) {
      const status = interrupted.aborted ? 'interrupted' : 'completed';
      const durationMs = Math.round(performance.now() - startedAtMs);
      const peakMemoryMb = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
      store.event({ type: 'ended', data: { status, peakMemoryMb, durationMs } });
      store.close();
      progress.line('judging, sealing and reporting');
    },
  })
  .nextAll(FINISH)
  .next({
    title: 'tell how it ended',
    setup({ failures, judged: { comparison }, published, progress, result, model, options }) {
      for (const failure of failures) progress.line(`warning: ${failure}`);
      for (const suite of comparison?.suites ?? []) progress.line(`baseline: ${sayOutcome(suite)}`);
      for (const one of published) progress.line(sayPublished(one));
      const paths = [`report    ${result.report}`, `evidence  ${result.evidence}`];
      if (!options.json) console.log(`\n${terminalSummary(model, { width: process.stdout.columns, paths })}`);
    },
  })
  .next({
    title: 'let the watcher go: nothing is left for it',
    setup: ({ session }) => session.close(),
  })
  .next({
    title: 'give the result',
    setup({ result, resultFile, options }) {
      resultFile?.write(result);
      if (options.json) console.log(JSON.stringify(result));
    },
  });

function recordOf(found: EnsuredTool['found']) {
  return found ? [{ name: found.name, version: found.version, source: found.source }] : [];
}

function sayPlanned({ id, seed }: RunFacts, { planned, environment }: Plan): readonly string[] {
  const unavailable = planned.flatMap(({ suite, unavailable: why }) =>
    why === undefined ? [] : [`? unknown ${suite.name} cannot run: ${say(why)}`],
  );
  return [
    `run ${id}: ${count(planned.length, 'suite')} on ${environment.name}, seed ${seed}`,
    ...unavailable,
  ];
}
