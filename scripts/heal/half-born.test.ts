import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runFolderAt, unbornFolder } from '../../evidence/store.ts';
import { removeHalfBorn } from './half-born.ts';
import { healRun } from './heal-run.ts';

const MINUTES_MS = 60_000;

let runs: string;
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'half-born-'));
});
afterEach(() => rmSync(runs, { recursive: true }));

function write(path: string, text = ''): void {
  mkdirSync(dirname(join(runs, path)), { recursive: true });
  writeFileSync(join(runs, path), text);
}

it('what was killed before a word was written goes, and nothing else', () => {
  mkdirSync(join(runs, 'empty'));
  write('torn/run.json.12.partial', '{"id":');
  write('torn/run.ndjson');
  write('.unborn.partial/run.json', '{}');
  write('begun/run.ndjson', '{"type":"run-started"');
  write('begun-too/load/perf/x/journal.ndjson', '{');
  write('lock.healing');
  removeHalfBorn(runs, Date.now());
  expect(readdirSync(runs)).toHaveLength(6);
  removeHalfBorn(runs, Date.now() + 2 * MINUTES_MS);
  expect(readdirSync(runs).sort()).toEqual(['begun', 'begun-too', 'lock.healing']);
});

it('where no run was made yet there is nothing to do', () => {
  removeHalfBorn(join(runs, 'nowhere'), Date.now());
});

it('the watcher of a run that never began leaves nothing of it', async () => {
  const run = runFolderAt(join(runs, 'a'), 'a');
  mkdirSync(unbornFolder(run.folder));
  expect(await healRun(run, 'watcher')).toEqual({ undone: 0, failures: [] });
  expect(readdirSync(runs)).toEqual([]);
});
