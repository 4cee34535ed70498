import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InfraError } from '../kernel/errors.ts';
import {
  createRun,
  listRuns,
  readRunJson,
  runFolder,
  shortNameOf,
  unbornFolder,
  writeRunJson,
} from './store.ts';
import { type SampleRun, startSampleRun } from './testing/sample-run.ts';

let root: string;
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'store-')), 'evidence');
});
afterEach(() => rmSync(join(root, '..'), { recursive: true }));

test('a run has a folder of its own, for this user alone, and `latest` leads to the newest', () => {
  createRun({ root, id: 'a' });
  createRun({ root, id: 'b' });
  expect(statSync(join(root, 'runs/b')).mode & 0o777).toBe(0o700);
  expect(readlinkSync(join(root, 'latest'))).toBe('runs/b');
  expect(readdirSync(root).sort()).toEqual(['latest', 'runs']);
});

test('a folder that exists is never used again', () => {
  createRun({ root, id: 'a' });
  expect(() => createRun({ root, id: 'a' })).toThrow(InfraError);
});

test('a folder appears with the facts of its run in it, or not at all', () => {
  const sample: SampleRun = startSampleRun();
  const json = { ...readRunJson(sample.run), id: 'whole' };
  sample.remove();
  expect(readRunJson(createRun({ root, id: 'whole', json }))).toEqual(json);
  const broken = { ...json, seed: 0.5 };
  expect(() => createRun({ root, id: 'broken', json: broken })).toThrow(InfraError);
  mkdirSync(unbornFolder(join(root, 'runs/unborn')));
  expect(listRuns(root).map(({ id }) => id)).toEqual(['whole']);
});

test('the paths of a run follow from its id', () => {
  const run = runFolder('/e', 'a');
  expect(run).toMatchObject({
    folder: '/e/runs/a',
    journal: '/e/runs/a/run.ndjson',
    undo: '/e/runs/a/undo.ndjson',
    json: '/e/runs/a/run.json',
    manifest: '/e/runs/a/manifest.json',
  });
  expect(run.suite('load', 'perf', shortNameOf('load/peak'))).toBe('/e/runs/a/load/perf/peak');
});

test('run.json is replaced as a whole, readable by this user alone, and read back', () => {
  const sample: SampleRun = startSampleRun();
  const json = readRunJson(sample.run);
  writeRunJson(sample.run, { ...json, status: 'completed', verdict: 'fail' });
  expect(readRunJson(sample.run)).toEqual({ ...json, status: 'completed', verdict: 'fail' });
  expect(statSync(sample.run.json).mode & 0o777).toBe(0o600);
  expect(readdirSync(sample.run.folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  expect(readFileSync(sample.run.json, 'utf8')).toMatch(/\}\n$/);
  sample.remove();
});

test('runs are listed with their status, the newest first, also the ones that cannot be read', () => {
  expect(listRuns(root)).toEqual([]);
  const sample = startSampleRun();
  const at = (id: string, startedAt: string) =>
    writeRunJson(createRun({ root, id }), { ...readRunJson(sample.run), id, startedAt });
  at('20261121_0312_main_a_0002', '2026-11-21T03:12:05Z');
  at('20261121_0312_main_a_0001', '2026-11-21T03:12:40Z');
  createRun({ root, id: '20261122_0000_main_a_0003' });
  mkdirSync(join(root, 'runs/20200101_0000_main_a_0004'));
  writeFileSync(join(root, 'runs/20200101_0000_main_a_0004/run.json'), '{"id":');
  expect(
    listRuns(root).map(({ id, run, problem }) => [id.slice(-1), run?.status, problem === undefined]),
  ).toEqual([
    ['3', undefined, false],
    ['1', 'running', true],
    ['2', 'running', true],
    ['4', undefined, false],
  ]);
  expect(listRuns(root)[0]?.problem).toMatch(/run\.json: cannot be read/);
  sample.remove();
});
