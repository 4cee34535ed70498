import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SealedRun } from '../../kernel/publisher.ts';
import ledger from './ledger.publisher.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  file = join(folder, 'ledger.ndjson');
});
afterEach(() => rmSync(folder, { recursive: true }));

const run: SealedRun = {
  id: '20261121_0312_main_1a2b3c4_9f3e',
  verdict: 'pass',
  digest: 'd1',
  startedAt: '2026-11-21T03:12:00.000Z',
  environment: 'local',
  stage: 'smoke',
  target: undefined,
  git: undefined,
  rehearsal: false,
  reasons: [],
  evidence: '/c/evidence/runs/r',
  report: '/c/reports/runs/r',
};
const publish = (one: SealedRun) => ledger.publish(one, { file }, new AbortController().signal);
const lines = () => readFileSync(file, 'utf8').trim().split('\n');

test('each run is noted once, with its digest', async () => {
  expect(await publish(run)).toBe(`noted in ${file}`);
  expect(await publish(run)).toBe(`stood in ${file} already`);
  await publish({ ...run, id: 'another', digest: 'd2' });
  expect(lines().map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { run: run.id, digest: 'd1', verdict: 'pass', stage: 'smoke' },
    { run: 'another', digest: 'd2' },
  ]);
});

test('a line that a kill cut off takes no other along', async () => {
  writeFileSync(file, '{"run":"20261121_0312_main_1a2b3');
  await publish(run);
  expect(lines()).toHaveLength(2);
  expect(await publish(run)).toContain('already');
});

test('a path that depends on where the harness is started, or leads into no folder, is refused', () => {
  expect(ledger.parse({ file })).toEqual({ file });
  for (const wrong of ['ledger.ndjson', '/nowhere-at-all/ledger.ndjson'])
    expect(() => ledger.parse({ file: wrong })).toThrow();
});
