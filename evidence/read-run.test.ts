import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openInbox } from './inbox.ts';
import { readRun } from './read-run.ts';
import type { SuiteRecorder } from './recorder.ts';
import { patience } from '../kernel/testing/patience.ts';
import {
  endSampleRun,
  openRunJournal,
  openSampleSuite,
  planSample,
  runSampleSuite,
  SAMPLE_SECRET,
  type SampleRun,
  sampleStart,
  seal,
  startSampleRun,
} from './testing/sample-run.ts';
import { verify } from './verify.ts';

let sample: SampleRun;
beforeEach(() => {
  sample = startSampleRun();
});
afterEach(() => sample.remove());

const login = () => sample.run.suite('e2e', 'e2e', 'login');

function openLogin(): SuiteRecorder {
  const recorder = openSampleSuite(sample, 'e2e/login');
  recorder.start(sampleStart('e2e/login'));
  recorder.check({ id: 'before the kill', outcome: 'passed', durationMs: 1 });
  return recorder;
}

test('a finished run is read whole', async () => {
  await runSampleSuite(sample, 'e2e/login');
  await endSampleRun(sample);
  const { run, events, suites, problems } = readRun(sample.run);
  expect(problems).toEqual([]);
  expect(run).toMatchObject({ status: 'completed', verdict: 'pass' });
  expect(events.map((event) => event.type)).toEqual([
    'run-started',
    'suite-started',
    'suite-sealed',
    'ended',
  ]);
  expect(suites).toMatchObject([{ folder: 'e2e/e2e/login', evidence: { ending: 'completed' } }]);
  expect(suites[0]?.evidence.checks.map((check) => check.id)).toEqual(['from the engine', 'from the inbox']);
  expect(suites[0]?.evidence.artifacts.map((artifact) => artifact.path)).toEqual(['logs/tool.log']);
});

test('a run that goes on is read as far as it is, with its suites interrupted so far', () => {
  openLogin();
  const { suites, problems } = readRun(sample.run);
  expect(problems.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
    'manifest.json unsealed',
    'e2e/e2e/login/journal.ndjson unsealed',
  ]);
  expect(readRun(sample.run, { unsealed: true }).problems).toEqual([]);
  expect(suites).toMatchObject([
    { evidence: { ending: 'interrupted', checks: [{ id: 'before the kill' }] } },
  ]);
});

test('what is broken is named, and everything else is read', async () => {
  await runSampleSuite(sample, 'e2e/login');
  await runSampleSuite(sample, 'e2e/upload');
  appendFileSync(join(login(), 'journal.ndjson'), 'x\n');
  writeFileSync(sample.run.json, '');
  const { run, suites, problems } = readRun(sample.run, { unsealed: true });
  expect(run).toBeUndefined();
  expect(suites.map(({ folder }) => folder)).toEqual(['e2e/e2e/upload']);
  expect(problems.map(({ path, problem }) => `${path} ${problem}`)).toEqual([
    expect.stringMatching(/login\/journal\.ndjson line 6 is not a journal line/),
    'run.ndjson seals e2e/login, of which there is no sound journal',
    expect.stringMatching(/^run\.json .*cannot be read/),
  ]);
});

test('a suite that was killed goes on where its journal ends, and the run verifies', async () => {
  openLogin();
  sample.journal.close();
  for (const folder of [login(), sample.run.folder]) {
    const name = folder === login() ? 'journal.ndjson' : 'run.ndjson';
    appendFileSync(join(folder, name), '{"torn');
  }
  const file = join(sample.work, 'inbox.ndjson');
  const check = { id: `after the kill ${SAMPLE_SECRET}`, outcome: 'failed', durationMs: 1 };
  writeFileSync(file, `${JSON.stringify({ type: 'check', data: check })}\n{"type":"che`);
  const healed = { ...sample, journal: openRunJournal(sample.run, sample.now) };
  const recorder = openSampleSuite(healed, 'e2e/login');
  await openInbox({ file, work: sample.work, recorder, redactor: sample.redactor }).close();
  seal(healed, recorder, 'e2e/login', 'interrupted');
  await endSampleRun(healed);
  const { events, suites } = readRun(sample.run);
  expect(events.map(({ type }) => type)).toEqual(['run-started', 'warning', 'suite-sealed', 'ended']);
  expect(suites[0]?.evidence.ending).toBe('interrupted');
  expect(suites[0]?.evidence.checks.map(({ id }) => id)).toEqual([
    'before the kill',
    'after the kill [redacted]',
  ]);
  expect(suites[0]?.evidence.events.map(({ name }) => name)).toEqual(['journal-torn', 'inbox-malformed']);
  expect(await verify(sample.run.folder)).toEqual([]);
});

test('a suite that is not sealed reads interrupted, though its journal calls it completed', () => {
  const recorder = openLogin();
  recorder.end('completed');
  recorder.close();
  expect(readRun(sample.run).suites).toMatchObject([{ sealed: false, evidence: { ending: 'interrupted' } }]);
});

test.each<[string, (journal: string) => string, RegExp]>([
  [
    'in the place of another suite',
    (journal) => journal.replace('login', 'other'),
    /is of e2e\/login, whose place is/,
  ],
  [
    'in the place of another tool',
    (journal) => journal.replace('e2e/login', 'perf/login'),
    /whose place is e2e\/e2e\/login/,
  ],
])('a journal %s is no evidence, sealed or not', async (_, move, what) => {
  await runSampleSuite(sample, 'e2e/login');
  const journal = join(login(), 'journal.ndjson');
  cpSync(journal, move(journal), { recursive: true });
  const { suites, problems } = readRun(sample.run, { unsealed: true });
  expect(suites.map(({ folder }) => folder)).toEqual(['e2e/e2e/login']);
  expect(problems).toMatchObject([{ kind: 'changed', problem: expect.stringMatching(what) as string }]);
});

test('a suite that was not planned is no evidence, nor is any of a run that says twice what it plans', async () => {
  planSample(sample, ['e2e/upload']);
  await runSampleSuite(sample, 'e2e/login');
  const unplanned = readRun(sample.run, { unsealed: true });
  expect(unplanned.suites).toEqual([]);
  expect(unplanned.problems[0]?.problem).toMatch(/is of e2e\/login, which was not planned/);
  planSample(sample, ['e2e/login', 'e2e/upload']);
  const twice = readRun(sample.run, { unsealed: true });
  expect([twice.events, twice.suites]).toEqual([[], []]);
  expect(twice.problems[0]?.problem).toMatch(/more than once/);
});

test('what follows the end of a sealed suite is no part of it', async () => {
  await runSampleSuite(sample, 'e2e/login');
  appendFileSync(join(login(), 'journal.ndjson'), '{"torn');
  const { suites, problems } = readRun(sample.run, { unsealed: true });
  expect(suites).toEqual([]);
  expect(problems[0]?.problem).toBe('goes on after it was sealed');
});

test('an attachment that was changed is not named as one', async () => {
  await runSampleSuite(sample, 'e2e/login');
  await endSampleRun(sample);
  writeFileSync(join(login(), 'logs/tool.log'), 'x');
  const { suites, problems } = readRun(sample.run);
  expect(suites[0]?.evidence.artifacts).toEqual([]);
  expect(problems.map(({ path }) => path)).toEqual(['e2e/e2e/login/logs/tool.log']);
});

test('a run that was killed as it began, at any byte, is no crash', () => {
  sample.journal.close();
  const text = readFileSync(sample.run.journal);
  for (const bytes of [undefined, 0, 1, text.length - 1]) {
    if (bytes === undefined) rmSync(sample.run.journal);
    else writeFileSync(sample.run.journal, text.subarray(0, bytes));
    expect(readRun(sample.run, { unsealed: true })).toMatchObject({
      events: [],
      problems: [],
      run: { status: 'running' },
    });
  }
  rmSync(sample.run.json);
  expect(readRun(sample.run, { unsealed: true })).toMatchObject({ events: [], problems: [], run: undefined });
});

test('a suite that had not even started is no evidence', () => {
  openSampleSuite(sample, 'e2e/login');
  expect(readRun(sample.run, { unsealed: true })).toMatchObject({ suites: [], problems: [] });
});

test(
  'tens of thousands of events are recorded, read and folded in a moment',
  () => {
    const recorder = openLogin();
    for (let index = 0; index < 20_000; index++) {
      recorder.check({ id: `check ${index}`, outcome: 'passed', durationMs: 1 });
    }
    expect(readRun(sample.run).suites[0]?.evidence.checks).toHaveLength(20_001);
  },
  patience(3000),
);
