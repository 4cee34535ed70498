import { expect, it } from 'vitest';
import type { Plan, PlannedSuite } from '../../kernel/plan.ts';
import { plannedRecordSchema } from '../../kernel/run-journal.ts';
import { sampleSuite } from '../../kernel/testing/samples.ts';
import { plannedRecords } from './planned-records.ts';

it('a planned suite is kept with the command that runs just it again, and without its engine', () => {
  const one = {
    suite: sampleSuite({ name: 'e2e/login' }),
    engine: { needs: 'target' },
    toolKind: 'e2e',
    file: './a b.spec.ts',
    adHoc: true,
  };
  const scan = { ...one, engine: { needs: 'source' } };
  const plan = { planned: [one, scan] as unknown as PlannedSuite[] } as unknown as Plan;
  const [record, scanned] = plannedRecords(
    plan,
    (suite) => `./harness run ${suite} --base-url http://127.0.0.1:1`,
  );
  expect(plannedRecordSchema.parse(record)).toEqual({
    suite: one.suite,
    toolKind: 'e2e',
    file: './a b.spec.ts',
    rerun: './harness run e2e/login --base-url http://127.0.0.1:1',
  });
  expect(scanned?.needs).toBe('source');
});
