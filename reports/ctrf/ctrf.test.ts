import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildModel } from '../model/model.ts';
import { SAMPLES, sampleRun } from '../testing/sample-run.ts';
import { ctrfOf } from './ctrf.ts';

const many = z.int().min(0);

/** What its schema 0.0 says of the fields that we write, and no other. */
const ctrfSchema = z.strictObject({
  reportFormat: z.literal('CTRF'),
  specVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
  runId: z.string(),
  timestamp: z.iso.datetime(),
  generatedBy: z.string(),
  results: z.strictObject({
    tool: z.strictObject({ name: z.string().min(1), version: z.string() }),
    summary: z.strictObject({
      ...{ tests: many, passed: many, failed: many, skipped: many, pending: many, other: many },
      ...{ flaky: many, suites: many, start: many, stop: many, duration: many },
      extra: z.record(z.string(), z.unknown()),
    }),
    tests: z.array(
      z.strictObject({
        name: z.string().min(1),
        status: z.enum(['passed', 'failed', 'skipped', 'pending', 'other']),
        duration: many,
        suite: z.array(z.string()).min(1),
        rawStatus: z.string(),
        type: z.string(),
        message: z.string().optional(),
        trace: z.string().optional(),
        tags: z.array(z.string()).optional(),
        flaky: z.boolean().optional(),
        extra: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
    environment: z.strictObject({
      testEnvironment: z.string(),
      appName: z.string().optional(),
      appVersion: z.string().optional(),
      commit: z.string().optional(),
      branchName: z.string().optional(),
    }),
  }),
});

const read = (sample: (typeof SAMPLES)[number]) =>
  ctrfSchema.parse(JSON.parse(JSON.stringify(ctrfOf(buildModel(sampleRun(sample)))))).results;

describe('CTRF', () => {
  it.each(SAMPLES)('is what its schema says, and adds up: %s', (sample) => {
    const { summary, tests } = read(sample);
    expect(summary.tests).toBe(tests.length);
    for (const status of ['passed', 'failed', 'skipped'] as const)
      expect(summary[status]).toBe(tests.filter((one) => one.status === status).length);
  });

  it.each([
    ['pass', 0],
    ['waived', 0],
    ['fail', 12],
    ['unknown', 4],
    ['interrupted', 4],
  ] as const)('of a run that is %s has %d failed: what is unknown is red', (sample, failed) => {
    expect(read(sample).summary.failed).toBe(failed);
  });

  it('tells flaky checks, and what each proves', () => {
    const { summary, tests } = read('fail');
    expect(summary.flaky).toBe(buildModel(sampleRun('fail')).totals.flaky);
    expect(summary.flaky).toBeGreaterThan(0);
    expect(tests.some(({ tags = [] }) => tags.length > 0)).toBe(true);
  });
});
