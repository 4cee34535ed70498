import { expect, it } from 'vitest';
import { changed, suiteOf } from '../testing/sample-suite.ts';
import { faultMatrix } from './fault-matrix.ts';
import type { SuiteRow } from './suite-row.ts';

const at = '2026-11-21T03:12:04Z';

/** An experiment that planned those faults; `seen`: which of them acted. */
function experiment(verdict: SuiteRow['verdict'], planned: readonly object[], seen = planned): SuiteRow {
  const events = seen.map((detail) => ({ name: 'fault', at, detail }));
  const metrics = [{ name: 'recovery_ms', value: 1400, unit: 'ms', samples: 1 }];
  const row = changed(suiteOf('pass', 'chaos/api-postgres-latency'), { events, metrics });
  return { ...row, verdict, planned: { faults: planned } };
}

const dark = { fault: 'blackout', link: 'web-api', options: {} };
const killed = { fault: 'process-kill', process: 'api' };

it.each([
  ['pass', 'held'],
  ['waived', 'waived'],
  ['unknown', 'unproven'],
  ['fail', 'broke'],
] as const)('a suite that is %s: %s', (verdict, borne) => {
  const matrix = faultMatrix([experiment(verdict, [dark])]);
  expect(matrix.cell('blackout', 'web-api')).toMatchObject({ borne, recoveryMs: 1400 });
});

it('faults by subjects; what no suite planned was never tried', () => {
  const matrix = faultMatrix([experiment('pass', [killed]), experiment('pass', [dark])]);
  expect([matrix.faults, matrix.subjects]).toEqual([
    ['blackout', 'process-kill'],
    ['api', 'web-api'],
  ]);
  expect(matrix.cell('blackout', 'api')).toBeUndefined();
});

it('a fault that was not seen to act proves nothing, whatever the verdict', () => {
  expect(faultMatrix([experiment('pass', [dark, killed], [dark])]).cell('process-kill', 'api')?.borne).toBe(
    'unproven',
  );
});

it('of several suites the worst counts, whichever comes first', () => {
  const [bad, good] = [experiment('fail', [dark]), experiment('pass', [dark])];
  for (const suites of [
    [bad, good],
    [good, bad],
  ])
    expect(faultMatrix(suites).cell('blackout', 'web-api')?.borne).toBe('broke');
});

it('one that never ran was planned, and is unproven', () => {
  const row = { ...experiment('unknown', [dark]), evidence: undefined };
  expect(faultMatrix([row]).cell('blackout', 'web-api')).toMatchObject({ borne: 'unproven' });
});
