import { expect, it } from 'vitest';
import type { Plan, PlannedSuite } from '../../kernel/plan.ts';
import { plannedRecordSchema } from '../../kernel/run-journal.ts';
import { sampleSuite } from '../../kernel/testing/samples.ts';
import { plannedRecords } from './planned-records.ts';

it('a planned suite is kept with the command that runs just it again, and without its engine', () => {
  const one = {
    suite: sampleSuite({ name: 'e2e/login' }),
    toolKind: 'e2e',
    file: './a b.spec.ts',
    adHoc: true,
  };
  const plan = { planned: [one as unknown as PlannedSuite] } as unknown as Plan;
  const [record] = plannedRecords(plan, (suite) => `./harness run ${suite} --base-url http://127.0.0.1:1`);
  expect(plannedRecordSchema.parse(record)).toEqual({
    suite: one.suite,
    toolKind: 'e2e',
    file: './a b.spec.ts',
    rerun: './harness run e2e/login --base-url http://127.0.0.1:1',
  });
});
