import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRun } from '../../evidence/read-run.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { judgeRun } from '../finish/judge-run.ts';
import { runRecord } from '../session/run-record.ts';
import { compareWithKept, keepBaselines } from './kept-baselines.ts';
import { baselineFile } from './baseline-files.ts';
import { saveBaselines } from './save.ts';
import { fabricateRun, type FabricatedRun } from './testing/fabricated-run.ts';

let folder: string;
const previous = process.env['HARNESS_BASELINES'];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
  process.env['HARNESS_BASELINES'] = join(folder, 'baselines');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  if (previous === undefined) delete process.env['HARNESS_BASELINES'];
  else process.env['HARNESS_BASELINES'] = previous;
});

let minute = 10;
function make(more: Partial<FabricatedRun> = {}): RunFolder {
  const id = `20261121_03${minute++}_main_1a2b3c4_9f3e`;
  return fabricateRun({
    root: join(folder, 'evidence'),
    id,
    branch: 'main',
    seed: minute,
    minutes: 5,
    ...more,
  });
}

/** None of these is sealed. */
const read = (run: RunFolder) => readRun(run, { unsealed: true });
const judge = (run: RunFolder) => judgeRun(run, read(run));
const keep = (run: RunFolder) => keepBaselines(run, read(run));

const save = async (run: RunFolder, branch?: string) =>
  saveBaselines(await judge(run), { folder: join(folder, 'baselines'), branch });

describe('saving a run', () => {
  it('makes a baseline of each load suite, and says what it replaces', async () => {
    const first = make();
    expect(await save(first)).toEqual([
      {
        suite: 'load/stress',
        file: baselineFile(join(folder, 'baselines'), 'main', 'load/stress'),
        windows: 27,
      },
    ]);
    const [again] = await save(make());
    expect(again).toMatchObject({ replaced: { run: first.id, commit: '1a2b3c4' } });
  });

  it.each<[string, Partial<FabricatedRun>, RegExp]>([
    ['was interrupted', { status: 'interrupted' }, /did not end: it is interrupted/],
    ['was planted', { facts: { detection: { id: 'd' } } }, /is a run of detect/],
    ['has no load suite', { suite: 'e2e/login' }, /has no load suite/],
    ['was made outside a branch', { branch: 'HEAD' }, /say which it is with --branch/],
  ])('that %s throws', async (_, more, what) => {
    await expect(save(make(more))).rejects.toThrow(what);
  });

  it.each<[string, Partial<FabricatedRun>, RegExp]>([
    ['is too short', { minutes: 1 }, /it has 5 comparable windows, and at least 8 are needed/],
    ['recorded no load', { minutes: 0 }, /recorded no load over time/],
    ['broke', { ending: { error: 'k6 ended', cause: 'suite' } }, /did not run to its end/],
  ])('whose suite %s refuses it', async (_, more, what) => {
    const [saved] = await save(make(more));
    expect(saved).toMatchObject({ refused: expect.stringMatching(what) as string });
    expect(readdirSync(folder)).not.toContain('baselines');
  });
});

describe('a run that ends', () => {
  const compared = async (run: RunFolder) => {
    const found = read(run);
    return compareWithKept(run, runRecord(found.events, found.run), found);
  };

  it('keeps the baseline in its evidence, and is compared with that one ever after', async () => {
    await save(make());
    const run = make({ factor: 1.3 });
    expect(keep(run)).toEqual([]);
    rmSync(join(folder, 'baselines'), { recursive: true });
    expect((await compared(run))?.suites[0]).toMatchObject({ verdict: 'fail', baseline: { branch: 'main' } });
    expect(await judge(run)).toMatchObject({
      decision: { verdict: 'pass' },
      comparison: { verdict: 'fail' },
    });
  });

  it('is compared with nothing where there is no baseline', async () => {
    const run = make();
    expect(keep(run)).toEqual([]);
    expect(await compared(run)).toBeUndefined();
  });

  it('stays as it is once it is sealed, and when it was made by detect', async () => {
    await save(make());
    const [sealed, planted] = [make(), make({ facts: { detection: { id: 'd' } } })];
    writeFileSync(sealed.manifest, '{}');
    for (const run of [sealed, planted]) {
      keep(run);
      expect(await compared(run)).toBeUndefined();
    }
  });

  it('says so where a baseline cannot be read', async () => {
    await save(make());
    const file = baselineFile(join(folder, 'baselines'), 'main', 'load/stress');
    writeFileSync(file, 'nonsense');
    expect(keep(make()).join()).toContain('not compared with a baseline');
  });

  it.each([
    ['worse', 1.3, true, 'fail'],
    ['as before', 1, true, 'pass'],
    ['without a baseline', 1, false, 'unknown'],
  ] as const)('%s: the policy decides', async (_, factor, isSaved, verdict) => {
    const policy = { required: [], mustProve: [], flakes: 0, notWorse: ['load/stress'] };
    if (isSaved) await save(make());
    const run = make({ factor, policy });
    keep(run);
    expect((await judge(run)).decision.verdict).toBe(verdict);
  });
});
