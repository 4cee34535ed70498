import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import staging from '../../fixtures/environments/staging/staging.environment.ts';
import type { Canary } from '../../kernel/experiment.ts';
import { type defineSuite, suiteSchema } from '../../kernel/suite.ts';
import { feltBy, isHealed, lackOfEffect } from '../engines/experiment/effect.ts';
import engine from '../engines/experiment/experiment.engine.ts';
import { faultNames, findFault } from '../engines/experiment/find-fault.ts';
import { parseExperiment } from '../engines/experiment/parse-experiment.ts';
import { PROCESS_NAMES } from './matrix/rows.ts';

type Defined = ReturnType<typeof defineSuite>;

/** All that there are: of one that nobody lists here the same is asked. */
const files = globSync('*/*.suite.ts', { cwd: import.meta.dirname });
const defined = await Promise.all(
  files.map(async (file) => {
    const module = (await import(`./${file}`)) as { readonly default: Defined | readonly Defined[] };
    return module.default;
  }),
);
const suites = defined.flat();
const experiments = suites.map((suite) => ({ name: suite.name, suite, ...parseExperiment(suite.options) }));
const tried = new Set(
  experiments.flatMap(({ faults }) => faults.map(({ fault, subject }) => `${fault.name} ${subject.name}`)),
);

describe.each(experiments)('$name', ({ suite, faults, metrics }) => {
  test('has only limits on what is measured', () => {
    const known = [...engine.metrics, ...metrics];
    const { thresholds } = suiteSchema.parse(suite);
    expect(thresholds.map(({ metric }) => metric).filter((metric) => !known.includes(metric))).toEqual([]);
  });

  test('states its steady state, and judges it before, during and after', () => {
    const phases = (suite.thresholds ?? []).map(({ metric }) => metric.split('.')[0]);
    expect(phases).toEqual(expect.arrayContaining(['before', 'after', 'recovery_ms']));
    expect(phases.some((phase) => phase === 'during' || phase === 'recovery')).toBe(true);
  });

  test('is not satisfied by a fault that does nothing: canaries see none, and the system counts as put back', () => {
    for (const { fault, options } of faults) {
      const told = { fault, options, baselineMs: 2 };
      const usual = Array<Canary['roundTripMs']>(feltBy(told).canaries).fill(3);
      expect(lackOfEffect(told, usual), fault.name).toBeDefined();
      expect(isHealed(told, usual), fault.name).toBe(true);
    }
  });
});

test('who was told is asked at the end of a history, and keeps it in memory: nothing ends it meanwhile', () => {
  const withClient = experiments.filter(({ client }) => client !== undefined);
  const named = withClient.flatMap(({ faults, storm }) => [
    ...faults.map(({ subject }) => subject),
    ...(storm?.subjects ?? []).map(({ subject }) => subject),
  ]);
  expect(named.filter(({ kind }) => kind === 'process').map(({ name }) => name)).toContain('worker');
  expect(named).not.toContainEqual({ kind: 'process', name: 'collector' });
});

test('one name each', () => {
  expect(new Set(suites.map(({ name }) => name)).size).toBe(suites.length);
});

const faultsOf = (kind: 'link' | 'process') =>
  faultNames().filter((name) => {
    const fault = findFault(name);
    return 'subjects' in fault && fault.subjects.includes(kind);
  });

/** As the environment names them in which the product is tested as it will be used. */
const LINKS = staging.links !== undefined && 'each' in staging.links ? Object.keys(staging.links.each) : [];

test('each fault of links is tried on each link of the product', () => {
  expect(LINKS.length).toBeGreaterThan(6);
  const missing = faultsOf('link').flatMap((fault) =>
    LINKS.flatMap((link) => (tried.has(`${fault} ${link}`) ? [] : `${fault} ${link}`)),
  );
  expect(missing).toEqual([]);
});

test('each fault of processes is tried on each process of the product itself, kill and pause on what it needs as well', () => {
  const own = ['api', 'web', 'worker'];
  expect(PROCESS_NAMES).toEqual(expect.arrayContaining(own));
  expect(faultsOf('process')).toEqual(expect.arrayContaining(['process-kill', 'process-pause']));
  const missing = faultsOf('process').flatMap((fault) =>
    PROCESS_NAMES.filter(
      (process) => own.includes(process) || ['process-kill', 'process-pause'].includes(fault),
    ).flatMap((process) => (tried.has(`${fault} ${process}`) ? [] : `${fault} ${process}`)),
  );
  expect(missing).toEqual([]);
});
