import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ending, SuiteStart } from '../../kernel/evidence.ts';
import { type RunEvent, runEventSchema, type RunFacts } from '../../kernel/run-journal.ts';
import { sampleSuite } from '../../kernel/testing/samples.ts';
import { openInbox } from '../inbox.ts';
import { type Journal, openJournal } from '../journal.ts';
import { writeManifest } from '../manifest.ts';
import { openRecorder, type SuiteRecorder } from '../recorder.ts';
import { Redactor } from '../redaction.ts';
import { createRun, type RunFolder, writeRunJson } from '../store.ts';

export const SAMPLE_SECRET = 'hunter2hunter2';
export const SAMPLE_ID = '20261121_0312_main_1a2b3c4_9f3e';
/** A clock that moves on by a second each time it is read. */
export function clock(): () => Date {
  let seconds = 0;
  return () => new Date(Date.UTC(2026, 10, 21, 3, 12, seconds++));
}

export interface SampleRun {
  readonly root: string;
  readonly work: string;
  readonly run: RunFolder;
  readonly journal: Journal<RunEvent>;
  readonly redactor: Redactor;
  readonly now: () => Date;
  remove(): void;
}

/** A run that has started, in temporary folders. */
export function startSampleRun(id = SAMPLE_ID): SampleRun {
  const base = mkdtempSync(join(tmpdir(), 'run-'));
  const root = join(base, 'evidence');
  const run = createRun({ root, id });
  const redactor = new Redactor([SAMPLE_SECRET]);
  const now = clock();
  const journal = openRunJournal(run, now);
  const facts = sampleFacts(id, base);
  writeRunJson(run, { ...facts, status: 'running' });
  journal.append({ type: 'run-started', data: facts });
  return { root, work: base, run, journal, redactor, now, remove: () => rmSync(base, { recursive: true }) };
}

export function openRunJournal(run: RunFolder, now: () => Date): Journal<RunEvent> {
  const torn = (bytes: number): RunEvent => ({ type: 'warning', data: { what: `${bytes} torn bytes` } });
  return openJournal({ file: run.journal, schema: runEventSchema, now, torn });
}

/** Opens a suite's evidence in the run, to begin with or after a kill. */
export function openSampleSuite(sample: SampleRun, name: `e2e/${string}`): SuiteRecorder {
  const folder = sample.run.suite('e2e', 'e2e', name.slice(4));
  return openRecorder({ folder, redactor: sample.redactor, now: sample.now, clockMs: () => 0 });
}

/** Says what the run consists of, as the first thing after its start. */
export function planSample({ journal }: SampleRun, names: readonly `e2e/${string}`[]): void {
  const planned = names.map((name) => ({
    suite: sampleSuite({ name }),
    toolKind: 'e2e' as const,
    file: `${name}.suite.ts`,
  }));
  const policy = { required: [], mustProve: [], flakes: 0 };
  journal.append({ type: 'planned', data: { planned, policy, skipped: [] } });
}

/** Runs a suite with one check, one attached file and one result that comes through the inbox, and seals it. */
export async function runSampleSuite(sample: SampleRun, name: `e2e/${string}`): Promise<void> {
  const { work, journal } = sample;
  const file = join(work, `${name.slice(4)}.ndjson`);
  const log = join(work, 'tool.log');
  writeFileSync(log, `signed in with ${SAMPLE_SECRET}\n`);
  writeFileSync(file, '{"type":"check","data":{"id":"from the inbox","outcome":"passed","durationMs":1}}\n');
  journal.append({ type: 'suite-started', data: { suite: name } });
  const recorder = openSampleSuite(sample, name);
  recorder.start({ ...sampleStart(name), run: sample.run.id });
  recorder.check({ id: 'from the engine', outcome: 'passed', durationMs: 1 });
  await recorder.attach('logs/tool.log', log);
  await openInbox({ file, work, recorder, redactor: sample.redactor }).close();
  seal(sample, recorder, name, 'completed');
}

/** Writes the ending and chains the journal's last hash in the run's. */
export function seal(sample: SampleRun, recorder: SuiteRecorder, suite: string, ending: Ending): void {
  recorder.end(ending);
  recorder.close();
  sample.journal.append({ type: 'suite-sealed', data: { suite, hash: recorder.hash, ending } });
}

/** Ends the run and writes its manifest. */
export function endSampleRun(sample: SampleRun): Promise<string> {
  const { run, journal, now, work } = sample;
  journal.append({ type: 'ended', data: { status: 'completed' } });
  journal.close();
  writeRunJson(run, { ...sampleFacts(run.id, work), status: 'completed', verdict: 'pass' });
  const belongs = { version: '1.2.3', owner: 'team-example', status: 'pass' };
  const folder = run.suite('e2e', 'e2e', 'login');
  const suites = [{ ...belongs, folder, owner: 'team-login' }];
  return Promise.resolve(writeManifest({ run, now, whole: belongs, suites }).digest);
}

export function sampleStart(name: `e2e/${string}`): SuiteStart {
  return {
    run: SAMPLE_ID,
    suite: sampleSuite({ name }),
    environment: 'local',
    target: { name: 'reference', version: '1.2.3' },
    engine: { name: 'playwright', toolKind: 'e2e' },
  };
}

function sampleFacts(id: string, work: string): RunFacts {
  return {
    id,
    startedAt: '2026-11-21T03:12:00.000Z',
    command: './harness run --stage smoke --env local',
    stage: 'smoke',
    environment: { name: 'local', title: 'Local.', owner: 'team-example', target: 'reference' },
    owner: 'team-example',
    seed: 1,
    harness: { version: '0.1.0', node: '24.0.0' },
    machine: { os: 'Linux', cores: 2, memoryMb: 4096 },
    process: { pid: 1, startedAt: '1' },
    work,
  };
}
