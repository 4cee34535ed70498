import { expect, test } from 'vitest';
import { environmentForTest, suiteRunForTest, targetForTest } from '../../../fixtures/testing/suite-run.ts';
import { suiteSchema } from '../../../kernel/suite.ts';
import passive from '../../suites/passive/passive.suite.ts';
import engine from './zap.engine.ts';

const minimal = { sites: { web: { pages: ['/'] } } };

test('the passive suite has options that its engine understands, and does not claim SEC-02', () => {
  const suite = suiteSchema.parse(passive);
  const options = engine.parse(suite.options, '.');
  expect(Object.keys(options.sites)).toEqual(['web', 'api']);
  expect(suite.proves.filter((one) => !one.startsWith('SEC-08/'))).toEqual([]);
  for (const threshold of suite.thresholds) expect(engine.metrics).toContain(threshold.metric);
});

test('fills in what is not said', () => {
  expect(engine.parse(minimal, '.')).toEqual({
    sites: { web: { spider: false, pages: ['/'] } },
    spider: { maxDepth: 5, maxSeconds: 20, exclude: [] },
    rules: {},
  });
});

test.each([
  ['no site', { sites: {} }, 'at least one site'],
  [
    'a full address as page',
    { sites: { web: { pages: ['http://other.test/'] } } },
    'a path that starts with one /',
  ],
  [
    'an address without scheme as page',
    { sites: { web: { pages: ['//other.test/'] } } },
    'a path that starts with one /',
  ],
  ['an unknown field', { ...minimal, attack: true }, 'attack'],
])('refuses %s', (_, options, message) => {
  expect(() => engine.parse(options, '.')).toThrow(message);
});

test('says why it cannot run where ZAP is missing', async () => {
  const tools = {
    find: () => Promise.resolve({ missing: { what: 'zap: not found.', fix: './harness doctor --fix' } }),
  };
  expect(await engine.unavailable({ environment: environmentForTest(), tools })).toMatchObject({
    fix: './harness doctor --fix',
  });
  await using run = suiteRunForTest({ options: engine.parse(minimal, '.'), tools });
  await expect(engine.run(run)).rejects.toMatchObject({ name: 'InfraError' });
});

test('is available where ZAP is found, and takes no plain file', async () => {
  const found = { name: 'zap', path: '/zap.sh', version: '2.17.0', source: 'path' } as const;
  const tools = { find: () => Promise.resolve(found) };
  expect(await engine.unavailable({ environment: environmentForTest(), tools })).toBeUndefined();
  expect(engine).not.toHaveProperty('accepts');
});

test('names every site that the target has not, before anything starts', async () => {
  const found = { name: 'zap', path: '/no/such/zap', version: '2.17.0', source: 'path' } as const;
  const options = engine.parse({ sites: { shop: { pages: ['/'] }, admin: { pages: ['/'] } } }, '.');
  const tools = { find: () => Promise.resolve(found) };
  await using run = suiteRunForTest({ options, tools, target: targetForTest() });
  await expect(engine.run(run)).rejects.toMatchObject({ name: 'ConfigError', problems: { length: 2 } });
});

test('shows the end of its output when ZAP does not start', async () => {
  const found = { name: 'zap', path: '/bin/false', version: '2.17.0', source: 'path' } as const;
  await using run = suiteRunForTest({
    options: engine.parse(minimal, '.'),
    tools: { find: () => Promise.resolve(found) },
  });
  await expect(engine.run(run)).rejects.toThrow(/ZAP ended while it started\. Fix:/);
});
