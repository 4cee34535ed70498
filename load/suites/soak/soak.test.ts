import { expect, it } from 'vitest';
import soak from './soak.suite.ts';

it('proves steadiness by what drifts alone, not by limits that a busy machine breaks too', () => {
  const drifts = (soak.thresholds ?? []).filter(({ proves }) =>
    proves?.some((one) => one.startsWith('PER-04/')),
  );
  expect(drifts.length).toBeGreaterThanOrEqual(3);
  expect(drifts.filter(({ metric }) => !metric.startsWith('drift.'))).toEqual([]);
  expect((soak.thresholds ?? []).filter(({ proves }) => proves === undefined)).toEqual([]);
});
