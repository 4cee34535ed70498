import { expect, test } from 'vitest';
import { environmentForTest } from '../../../fixtures/testing/suite-run.ts';
import { suiteSchema } from '../../../kernel/suite.ts';
import blackoutSuite from '../../experiments/api-postgres-blackout/api-postgres-blackout.suite.ts';
import latencySuite from '../../experiments/api-postgres-latency/api-postgres-latency.suite.ts';
import pauseSuites from '../../experiments/pause/pause.suite.ts';
import engine from './experiment.engine.ts';

const environment = environmentForTest();

test.each([{ suite: latencySuite, needed: true }, ...pauseSuites.map((suite) => ({ suite, needed: false }))])(
  '$suite.name needs Toxiproxy: $needed',
  async ({ suite, needed }) => {
    const missing = { what: 'toxiproxy was not found.', fix: 'install it' };
    const tools = { find: () => Promise.resolve({ missing }) };
    const options = engine.parse(suite.options, '/');
    expect(await engine.unavailable({ environment, tools, options })).toEqual(needed ? missing : undefined);
  },
);

test('can run where Toxiproxy is found', async () => {
  const found = { name: 'toxiproxy', path: '/bin/true', version: '2.12.0', source: 'path' } as const;
  const tools = { find: () => Promise.resolve(found) };
  expect(await engine.unavailable({ environment, tools })).toBeUndefined();
});

test.each([
  { suite: latencySuite, permissions: [] },
  ...pauseSuites.map((suite) => ({ suite, permissions: ['process-faults'] })),
])('$suite.name needs of the environment, beside its kind: $permissions', ({ suite, permissions }) => {
  expect(engine.permissions?.(engine.parse(suite.options, '/'))).toEqual(permissions);
});

test('takes no plain file, for an experiment is data', () => {
  expect(engine).not.toHaveProperty('accepts');
});

test.each([latencySuite, blackoutSuite, ...pauseSuites])(
  '$name has valid options and only thresholds that are measured',
  (suite) => {
    const { options, thresholds } = suiteSchema.parse(suite);
    const measured = [...engine.metrics, ...engine.parse(options, '/').metrics];
    const metrics = thresholds.map(({ metric }) => metric);
    expect(metrics.filter((metric) => !measured.includes(metric))).toEqual([]);
  },
);

test.each([latencySuite, blackoutSuite])(
  '$name judges its steady state before, during and after',
  (suite) => {
    const { thresholds } = suiteSchema.parse(suite);
    const phases = new Set(thresholds.map(({ metric }) => metric.split('.')[0]));
    expect([...phases]).toEqual(expect.arrayContaining(['before', 'during', 'after', 'recovery_ms']));
  },
);
