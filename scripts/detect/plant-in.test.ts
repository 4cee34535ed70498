import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { environmentForTest } from '../../fixtures/testing/suite-run.ts';
import type { Target, TargetStart } from '../../kernel/target.ts';
import { plantIn } from './plant-in.ts';

const started: (TargetStart['copy'] | undefined)[] = [];
const target: Target = {
  name: 'reference',
  tools: [],
  mutable: { copied: ['fixtures/targets/reference/observability'], files: ['**'], except: [] },
  start: ({ copy }) => (started.push(copy), Promise.reject(new Error('only asked'))),
};
const edits = [{ file: 'observability/prometheus.yml', from: '- alerts.yml', to: '- others.yml' }];
const surroundings = { target, environment: environmentForTest() };

it('nothing is planted in a clean run', () => {
  using planted = plantIn(undefined);
  expect(planted.around(surroundings)).toEqual({});
});

it('a defect of the source stands in a copy, which the target is started from and suites read, and which is gone afterwards', async () => {
  let copy = '';
  {
    using planted = plantIn({ id: 'plant-in-test', title: 'T', edits });
    const around = planted.around(surroundings);
    copy = around.environment?.source as string;
    expect(
      readFileSync(join(copy, 'fixtures/targets/reference/observability/prometheus.yml'), 'utf8'),
    ).toContain('- others.yml');
    await expect(around.target?.start({} as TargetStart)).rejects.toThrow('only asked');
    expect(started.at(-1)?.folder).toBe(copy);
  }
  expect(existsSync(copy)).toBe(false);
});
