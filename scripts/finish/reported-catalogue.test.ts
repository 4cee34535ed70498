import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PRODUCT } from '../../kernel/project.ts';
import { sampleRun } from '../../reports/testing/sample-run.ts';
import { reportedCatalogue } from './reported-catalogue.ts';

const OWN = {
  code: 'BUY',
  title: 'Shop',
  requirements: [
    {
      id: 'BUY-01',
      sentence: 'An order is paid once.',
      priority: 'high',
      aspects: { twice: 'Asked twice.' },
    },
  ],
};

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'catalogue-'))));
afterEach(() => rmSync(root, { recursive: true }));

const sample = sampleRun('pass');
const silent = {
  run: { ...sample.run, demanded: [], planned: [] },
  evidences: [],
};
const ids = (of: Parameters<typeof reportedCatalogue>[0], product?: string) =>
  reportedCatalogue(of, {
    root: product === undefined ? PRODUCT : root,
    ...(product && { product }),
  }).requirements.map(({ id }) => id);

test('our own project lists the whole catalogue', () => {
  expect(ids(silent)).toHaveLength(85);
});

test('another lists none of it that it does not name', () => {
  expect(ids(silent, PRODUCT)).toEqual([]);
});

test('what it demands, or its checks carry, it lists', () => {
  const demanded = sample.run.demanded?.filter(({ reference }) => reference.startsWith('CON-02')) ?? [];
  expect(ids({ ...silent, run: { ...silent.run, demanded } }, PRODUCT)).toEqual(['CON-02']);
  expect(ids({ ...silent, evidences: sample.evidences }, PRODUCT)).toContain('FUN-01');
});

test('an area of its own takes the place of one that came with the harness', () => {
  mkdirSync(join(root, 'fixtures/requirements'), { recursive: true });
  const own = { ...OWN, code: 'FUN', requirements: [{ ...OWN.requirements[0], id: 'FUN-900' }] };
  writeFileSync(join(root, 'fixtures/requirements/shop.json'), JSON.stringify(own));
  expect(
    ids({ ...silent, evidences: sample.evidences }, PRODUCT).filter((id) => id.startsWith('FUN')),
  ).toEqual(['FUN-900']);
});

test('its own are listed, whether or not anything carries them', () => {
  mkdirSync(join(root, 'fixtures/requirements'), { recursive: true });
  writeFileSync(join(root, 'fixtures/requirements/shop.json'), JSON.stringify(OWN));
  expect(ids(silent, PRODUCT)).toEqual(['BUY-01']);
});
