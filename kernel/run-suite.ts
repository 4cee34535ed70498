import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Definitions } from './definitions.ts';
import type { Needs, SuiteRun } from './engine.ts';
import type { Environment } from './environment.ts';
import type { Ending, SuiteStart } from './evidence.ts';
import type { PlannedSuite } from './plan.ts';
import type { LoadSettings } from './load-settings.ts';
import type { RunStore, SuiteRecording } from './run-ports.ts';
import type { Scope } from './scope.ts';
import { startNested } from './start-nested.ts';
import type { RunningTarget, Tenant } from './target.ts';
import { supervise } from './supervise.ts';
import type { ToolFinder } from './tool.ts';
import { environmentVariables, variablesFor } from './variables.ts';
import { within, type Sentence } from './sentence.ts';

/** What all suites of a run share. */
export interface SuiteSurroundings {
  readonly id: string;
  readonly definitions: Definitions;
  readonly load: LoadSettings;
  /** For whatever is random: the same one gives the same data. */
  readonly seed: number;
  readonly environment: Environment;
  readonly store: RunStore;
  readonly tools: ToolFinder;
  readonly scope: Scope;
  /** The run's work folder. */
  readonly work: string;
  /** Aborts when the run is interrupted. */
  readonly interrupted: AbortSignal;
}

/** What a suite gets whose engine needs a target: all share it, and each has a tenant of its own. */
export interface LentTarget {
  readonly target: RunningTarget;
  readonly tenant: Tenant;
}

export interface SuiteOutcome {
  readonly ending: Ending;
  readonly hash: string;
  readonly problems: readonly Sentence[];
}

/** A suite's private folder within the run's work folder. */
export function suiteWork(runWork: string, suiteName: string): string {
  return join(runWork, 'suites', suiteName.replace('/', '-'));
}

/**
 * Runs one suite in a scope of its own, from health check to sealed journal. Never throws for what the suite or its tool does.
 * Nothing is `lent` to one whose engine needs no target.
 */
export async function runSuite(
  planned: PlannedSuite,
  lent: LentTarget | undefined,
  around: SuiteSurroundings,
): Promise<SuiteOutcome> {
  const work = suiteWork(around.work, planned.suite.name);
  mkdirSync(work, { recursive: true, mode: 0o700 });
  const inbox = join(work, 'inbox.ndjson');
  const recording = around.store.openSuite(startOf(planned, lent, around), work, inbox);
  const scope = around.scope.child(planned.suite.name);
  const abort = new AbortController();
  const suiteRun = suiteRunOf({
    planned,
    lent,
    around,
    work,
    inbox,
    recording,
    scope,
    signal: abort.signal,
  });
  const ending = await supervise({
    planned,
    suiteRun,
    abort,
    scope,
    recording,
    interrupted: around.interrupted,
  });
  const failures = await scope.close();
  const hash = await recording.end(ending);
  return {
    ending,
    hash,
    problems: failures.map(({ error }) => within(`${planned.suite.name}: not put back`, error)),
  };
}

function startOf(
  planned: PlannedSuite,
  lent: LentTarget | undefined,
  { id, environment }: SuiteSurroundings,
): SuiteStart {
  return {
    run: id,
    suite: planned.suite,
    environment: environment.name,
    ...(lent && { target: { name: lent.target.name, version: lent.target.version } }),
    engine: { name: planned.engine.name, toolKind: planned.toolKind },
  };
}

interface SuiteRunParts {
  readonly planned: PlannedSuite;
  readonly lent: LentTarget | undefined;
  readonly around: SuiteSurroundings;
  readonly work: string;
  readonly inbox: string;
  readonly recording: SuiteRecording;
  readonly scope: Scope;
  readonly signal: AbortSignal;
}

function suiteRunOf(parts: SuiteRunParts): SuiteRun<unknown, Needs> {
  const { planned, lent, around, work, inbox, recording, scope, signal } = parts;
  const suiteRun: SuiteRun<unknown, Needs> = {
    id: around.id,
    suite: planned.suite,
    options: planned.options,
    folder: planned.folder,
    work,
    inbox,
    environment: around.environment,
    ...lent,
    variables: {
      ...(lent && variablesFor(lent.target, lent.tenant)),
      ...environmentVariables(around.environment),
      HARNESS_INBOX: inbox,
      HARNESS_SEED: String(around.seed),
      TMPDIR: shortTemporaryFolder(around.work),
    },
    adHoc: planned.adHoc,
    load: around.load,
    recorder: recording.recorder,
    scope,
    shared: around,
    tools: around.tools,
    signal,
    start: (request) => startNested(suiteRun, planned.engine, around.definitions, request),
  };
  return suiteRun;
}

/** Browsers put sockets there, whose whole path may have no more than 107 characters. */
function shortTemporaryFolder(runWork: string): string {
  return mkdtempSync(join(runWork, 't-'));
}
