import { expect, onTestFinished, test } from 'vitest';
import { runSampleSuite, startSampleRun } from '../../evidence/testing/sample-run.ts';
import type { RunStatus } from '../../kernel/run-journal.ts';
import { sampleSuite } from '../../kernel/testing/samples.ts';
import { judgeRun } from './judge-run.ts';

/** A run whose only suite passed and was sealed. */
async function runThatEnded(status: RunStatus | undefined) {
  const sample = startSampleRun();
  onTestFinished(() => sample.remove());
  const suite = sampleSuite({ name: 'e2e/login' });
  const policy = { required: [], mustProve: [], flakes: 0 };
  const planned = [{ suite, toolKind: 'e2e' as const, file: 'login.suite.ts' }];
  sample.journal.append({ type: 'planned', data: { planned, policy, skipped: [] } });
  await runSampleSuite(sample, 'e2e/login');
  if (status !== undefined) sample.journal.append({ type: 'ended', data: { status } });
  sample.journal.close();
  return sample.run;
}

test('a run passes when its suite passed and it came to its end', async () => {
  expect((await judgeRun(await runThatEnded('completed'))).decision.verdict).toBe('pass');
});

test.each([
  ['was interrupted', 'interrupted'],
  ['was killed', undefined],
] as const)('a run that %s after its last suite had passed is unknown', async (_, status) => {
  const { decision, record } = await judgeRun(await runThatEnded(status));
  expect(decision.suites.get('e2e/login')?.verdict).toBe('pass');
  expect(decision.verdict).toBe('unknown');
  expect(decision.reasons[0]?.what).toBe('the run was interrupted before its target was stopped');
  expect(record.troubles).toEqual([decision.reasons[0]?.what]);
});
