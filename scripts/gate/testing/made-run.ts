import { openJournal } from '../../../evidence/journal.ts';
import { writeManifest } from '../../../evidence/manifest.ts';
import { openRecorder } from '../../../evidence/recorder.ts';
import { Redactor } from '../../../evidence/redaction.ts';
import { createRun, writeRunJson, type RunFolder } from '../../../evidence/store.ts';
import type { Check, Finding, Metric } from '../../../kernel/evidence.ts';
import type { Policy } from '../../../kernel/gate.ts';
import type { Aspect } from '../../../kernel/requirement.ts';
import { runEventSchema, type RunEvent, type RunFacts } from '../../../kernel/run-journal.ts';
import type { ResolvedSuite } from '../../../kernel/suite.ts';
import { sampleCheck, sampleSuite } from '../../../kernel/testing/samples.ts';

/** A suite as it went. */
export interface MadeSuite {
  readonly name: ResolvedSuite['name'];
  /** One that passed, unless told. */
  readonly checks?: readonly Partial<Check>[];
  readonly thresholds?: ResolvedSuite['thresholds'];
  readonly metrics?: readonly Metric[];
  readonly findings?: readonly Finding[];
  readonly ending?: 'completed' | 'interrupted';
  /** How many checks it declares; all, unless told. */
  readonly expects?: number;
  /** `tool` unless told. */
  readonly engine?: string;
}

export interface MadeRun {
  /** The evidence folder. */
  readonly root: string;
  readonly id: string;
  readonly facts?: Partial<RunFacts>;
  readonly suites: readonly MadeSuite[];
  readonly policy?: Partial<Policy>;
  readonly demanded?: readonly Aspect[];
  readonly notApplicable?: Readonly<Record<string, string>>;
  readonly target?: { readonly version?: string; readonly commit?: string };
  readonly endedAt?: string;
  /** A killed run's journal has no end. */
  readonly killed?: boolean;
  readonly problem?: string;
  readonly unsealed?: boolean;
}

export const MADE_AT = '2026-11-30T10:00:00.000Z';
export const MADE_COMMIT = '1a2b3c41a2b3c41a2b3c41a2b3c41a2b3c41a2b3';

/** Writes the evidence of a run as if it had been made. Gives its folder. */
export function makeRun(made: MadeRun): RunFolder {
  const { root, id, suites, endedAt = MADE_AT, target = {} } = made;
  const run = createRun({ root, id });
  const now = () => new Date(endedAt);
  const facts = factsOf(made, endedAt);
  const { version = '1.0.0', commit } = target;
  const tested = { name: 'shop', version, ...(commit !== undefined && { commit }) };
  writeRunJson(run, { ...facts, status: 'completed', verdict: 'pass', endedAt, target: tested });
  const torn = (): RunEvent => ({ type: 'warning', data: { what: 'torn' } });
  const journal = openJournal<RunEvent>({ file: run.journal, schema: runEventSchema, now, torn });
  journal.append({ type: 'run-started', data: facts });
  const planned = suites.map((suite) => ({
    suite: definitionOf(suite),
    toolKind: 'tool',
    file: `${suite.name}.suite.ts`,
  }));
  const policy = { required: [], mustProve: [], flakes: 0, ...made.policy };
  const { demanded = [], notApplicable = {} } = made;
  journal.append({
    type: 'planned',
    data: { planned, policy, demanded: [...demanded], notApplicable: { ...notApplicable }, skipped: [] },
  });
  journal.append({ type: 'target-up', data: { ...tested, urls: {}, warmUpMs: 1 } });
  for (const suite of suites) {
    journal.append({ type: 'suite-started', data: { suite: suite.name } });
    const { hash, ending } = recordSuite({ run, suite, tested, facts, now });
    journal.append({ type: 'suite-sealed', data: { suite: suite.name, hash, ending } });
  }
  if (made.problem !== undefined) journal.append({ type: 'trouble', data: { what: made.problem } });
  if (made.killed !== true) journal.append({ type: 'ended', data: { status: 'completed' } });
  journal.close();
  const whole = { version, owner: 'team-example', status: 'pass' };
  if (made.unsealed !== true) writeManifest({ run, now, whole, suites: [] });
  return run;
}

function definitionOf({ name, thresholds = [], checks = [{}], expects: amount }: MadeSuite): ResolvedSuite {
  const expects = { checks: amount ?? checks.length };
  return sampleSuite({ name, thresholds, expects, engine: 'tool', title: `What ${name} shows` });
}

function recordSuite(made: {
  readonly run: RunFolder;
  readonly suite: MadeSuite;
  readonly tested: { readonly name: string; readonly version: string };
  readonly facts: RunFacts;
  readonly now: () => Date;
}) {
  const { run, suite, tested, facts, now } = made;
  const [kind = '', short = ''] = suite.name.split('/');
  const recorder = openRecorder({
    folder: run.suite(kind, 'tool', short),
    redactor: new Redactor([]),
    now,
  });
  const { checks = [{}], metrics = [], findings = [], ending = 'completed', engine = 'tool' } = suite;
  recorder.start({
    run: run.id,
    suite: definitionOf(suite),
    environment: facts.environment.name,
    target: { name: tested.name, version: tested.version },
    engine: { name: engine, toolKind: 'tool' },
  });
  for (const check of checks) {
    recorder.check(sampleCheck(check));
  }
  for (const metric of metrics) recorder.metric(metric);
  for (const finding of findings) recorder.finding(finding);
  recorder.end(ending);
  recorder.close();
  return { hash: recorder.hash, ending };
}

function factsOf({ id, facts }: MadeRun, endedAt: string): RunFacts {
  return {
    id,
    startedAt: endedAt,
    command: './harness run --stage pr --env staging',
    stage: 'pr',
    whole: true,
    environment: { name: 'staging', title: 'Staging.', owner: 'team-example', target: 'remote' },
    owner: 'team-example',
    seed: 1,
    harness: { version: '0.1.0', node: '24.0.0' },
    git: { branch: 'main', commit: MADE_COMMIT, dirty: false },
    machine: { os: 'Linux', cores: 2, memoryMb: 4096 },
    process: { pid: 1, startedAt: '1' },
    work: '/nowhere',
    ...facts,
  };
}
