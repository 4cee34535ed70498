import { mkdirSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRun, readRunJson, writeRunJson } from '../../evidence/store.ts';
import { startSampleRun } from '../../evidence/testing/sample-run.ts';
import { pointLatest, type Places } from './point-latest.ts';

let places: Places;
beforeEach(() => {
  const base = mkdtempSync(join(tmpdir(), 'latest-'));
  places = { evidence: join(base, 'evidence'), reports: join(base, 'reports') };
  mkdirSync(places.reports);
  const sample = startSampleRun();
  const facts = readRunJson(sample.run);
  sample.remove();
  for (const [id, hour] of [
    ['old', '03'],
    ['new', '04'],
  ] as const) {
    const run = createRun({ root: places.evidence, id });
    writeRunJson(run, { ...facts, id, startedAt: `2026-11-21T${hour}:00:00.000Z` });
  }
});
afterEach(() => rmSync(join(places.evidence, '..'), { recursive: true }));

const latest = () => readlinkSync(join(places.reports, 'latest'));

it('latest leads to the newest run, also when an older one is reported again', () => {
  pointLatest(places, 'old');
  expect(latest()).toBe('runs/old');
  pointLatest(places, 'new');
  pointLatest(places, 'old');
  expect(latest()).toBe('runs/new');
  pointLatest(places, 'new');
  expect(latest()).toBe('runs/new');
});

it('latest is taken from a run whose evidence is gone', () => {
  pointLatest(places, 'new');
  rmSync(join(places.evidence, 'runs', 'new'), { recursive: true });
  pointLatest(places, 'old');
  expect(latest()).toBe('runs/old');
});
