import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { checkClient, startClient } from './client-history.ts';
import { parseExperiment } from './parse-experiment.ts';

const JOURNAL = join(import.meta.dirname, '../../history/journal.ts');

/** An experiment whose client is this program, and says that it kept `jobs`. */
function experiment(program: string) {
  const options = parseExperiment({
    hypothesis: 'A test.',
    faults: [{ fault: 'blackout', link: 'a-b' }],
    load: { script: './load.k6.ts' },
    client: {
      script: './small.client.ts',
      checks: [{ check: 'kept', of: 'jobs', atLeast: 1, proves: ['RES-04/jobs-kept'] }],
    },
    phasesMs: { before: 10, during: 4_000, after: 10 },
    recoveryWithinMs: 10,
    probe: { url: 'api', path: '/', during: { status: 200, withinMs: 10 } },
  });
  const run = suiteRunForTest({ options });
  writeFileSync(
    join(run.folder, 'small.client.ts'),
    `import { HistoryJournal } from '${JOURNAL}';
    const journal = new HistoryJournal(process.env.HISTORY_FILE);
    const about = { client: 'c', tenant: 't', of: 'jobs', key: 'k' };
    const thing = { key: 'k', id: process.env.DURATION_MS };
    ${program}`,
  );
  return run;
}

const LOAD = { durationMs: 1234 };
const add =
  "await journal.during({ ...about, does: 'add' }, async () => ({ outcome: 'acknowledged', saw: [thing] }));";
const list = (saw: string) =>
  `journal.tell({ ...about, does: 'list' }, { outcome: 'acknowledged', saw: ${saw} });`;

it('what a client acknowledged and found is a check that passed; its journal is evidence', async () => {
  await using run = experiment(`${add} ${list('[thing]')}`);
  await startClient(run, LOAD);
  expect(run.recorder.attachments.map(({ name }) => name)).toContain('history.ndjson');
  checkClient(run, [], [], 0);
  expect(run.recorder.checks).toMatchObject([
    {
      id: 'nothing acknowledged of jobs is lost or changed',
      outcome: 'passed',
      proves: ['RES-04/jobs-kept'],
    },
  ]);
});

it('what was lost is a check that failed, with the operation that was', async () => {
  await using run = experiment(`${add} ${list('[]')}`);
  await startClient(run, LOAD);
  checkClient(run, [], [], 0);
  const [check] = run.recorder.checks;
  expect(check?.outcome).toBe('failed');
  expect(check?.detail).toContain('add jobs k by c of t');
});

it('a client that did nothing while the fault was on shows nothing, and no check is made of it', async () => {
  await using run = experiment(`${add} ${list('[thing]')}`);
  await startClient(run, LOAD);
  const timeline = [{ name: 'during', fromMs: 60_000, untilMs: 61_000 }] as const;
  const prepared = [{ fault: { name: 'latency' }, subject: { name: 'a-b' }, fromMs: 0, untilMs: 1_000 }];
  expect(() => checkClient(run, prepared, timeline, performance.now())).toThrow(
    'nobody asked for jobs while there was latency on a-b',
  );
  expect(run.recorder.checks).toEqual([]);
});

it('a client that fails says why, and what it did so far is kept', async () => {
  await using run = experiment(`${add} throw new Error('the target answered nonsense');`);
  const failed: unknown = await startClient(run, LOAD).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(SuiteError);
  expect(String(failed)).toContain('the target answered nonsense');
  expect(run.recorder.attachments.map(({ name }) => name)).toContain('history.ndjson');
});
