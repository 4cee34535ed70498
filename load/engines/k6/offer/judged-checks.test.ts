import { expect, test } from 'vitest';
import { judgedChecks } from './judged-checks.ts';
import type { Culprit } from './offer-readings.ts';

const CHECKS = [
  { id: 'threshold › http_req_duration: p(95)<1', outcome: 'failed', durationMs: 0, detail: 'p95 is 9 ms' },
  { id: 'default limit › http_req_failed.rate < 0.01 ratio', outcome: 'passed', durationMs: 0 },
  { id: 'check › is 200', outcome: 'failed', durationMs: 0 },
  { id: 'the limits hold at level 2 (100 iterations/s)', outcome: 'passed', durationMs: 0 },
  { id: 'the limits hold at level 3 (150 iterations/s)', outcome: 'failed', durationMs: 0 },
] as const;
const outcomes = (...culprits: readonly Culprit[]) =>
  judgedChecks(
    CHECKS,
    culprits.map((culprit) => ({ culprit, what: '', fix: '' })),
  ).map(({ outcome }) => outcome);

test('all checks count under the load that was planned', () =>
  expect(outcomes()).toEqual(['failed', 'passed', 'failed', 'passed', 'failed']));

test('limits decide nothing when the load was short, answers and a level that broke even so do', () => {
  for (const culprit of ['target', 'users', 'script'] as const)
    expect(outcomes(culprit)).toEqual(['skipped', 'skipped', 'failed', 'skipped', 'failed']);
  expect(outcomes('target', 'unknown')).toEqual(['skipped', 'skipped', 'failed', 'skipped', 'skipped']);
  expect(judgedChecks(CHECKS, [{ culprit: 'users', what: '', fix: '' }])[0]?.detail).toBe(
    'not judged, for the load was not offered (it failed: p95 is 9 ms)',
  );
});

test.each(['generator', 'elsewhere'] as const)(
  'a load that is the fault of the %s says nothing of the target at all',
  (culprit) =>
    expect(outcomes('target', culprit)).toEqual(['skipped', 'skipped', 'skipped', 'skipped', 'skipped']),
);
