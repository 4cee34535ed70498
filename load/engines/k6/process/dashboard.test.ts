import { expect, it } from 'vitest';
import { suiteRunForTest } from '../../../../fixtures/testing/suite-run.ts';
import type { K6Options } from '../options.ts';
import { dashboardEnv } from './dashboard.ts';

async function periodOf(duration: string | undefined, workers = 1): Promise<string | undefined> {
  await using run = suiteRunForTest<K6Options>({ options: {} as K6Options });
  const scenarios = duration === undefined ? {} : { main: { executor: 'constant-vus', duration } };
  return dashboardEnv({ run: { ...run, load: { workers } }, scenarios })['K6_WEB_DASHBOARD_PERIOD'];
}

it('is made of short runs, with a hundred points at most', async () => {
  expect(await periodOf('10s')).toBe('1000ms');
  expect(await periodOf('10m')).toBe('6000ms');
});

it('is not made of long runs, of those whose length nobody knows, nor of parts', async () => {
  expect(await periodOf('11m')).toBeUndefined();
  expect(await periodOf(undefined)).toBeUndefined();
  expect(await periodOf('10s', 2)).toBeUndefined();
});
