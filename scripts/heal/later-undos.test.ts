import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endSampleRun, startSampleRun, type SampleRun } from '../../evidence/testing/sample-run.ts';
import { verify } from '../../evidence/verify.ts';
import { hasPendingUndos, undoLater } from './later-undos.ts';
import { isWhole } from './whole-run.ts';
import { say } from '../../kernel/sentence.ts';
import { openUndoLog } from '../session/undo-key.ts';

let sample: SampleRun;
/** A folder in place of a container, behind a path that is there only while its "daemon" is up. */
let left: string;

beforeEach(async () => {
  sample = startSampleRun();
  left = join(sample.work, 'left');
  const log = openUndoLog(sample.run.undo);
  log.done(log.add('run', { kind: 'remove', path: '/nowhere' }));
  log.add('run', { kind: 'remove', path: left });
  log.close();
  await endSampleRun(sample);
  mkdirSync(left);
});
afterEach(() => sample.remove());

describe('a sealed run with something that was not put back', () => {
  it('is not whole, though it is called completed', () => {
    expect(hasPendingUndos(sample.run)).toBe(true);
    expect(isWhole(sample.run, false)).toBe(false);
  });

  it('is put back later, its evidence as it was', async () => {
    expect(await undoLater(sample.run, { commands: false })).toEqual({ undone: 1, failures: [] });
    expect(existsSync(left)).toBe(false);
    expect(isWhole(sample.run, false)).toBe(true);
    expect(await verify(sample.run.folder)).toEqual([]);
    expect(await undoLater(sample.run, { commands: false })).toEqual({ undone: 0, failures: [] });
  });

  it('is put back from what was sealed, never from what somebody wrote there since', async () => {
    const log = openUndoLog(sample.run.undo);
    log.add('run', { kind: 'remove', path: sample.work });
    log.close();
    const { undone, failures } = await undoLater(sample.run, { commands: false });
    expect(undone).toBe(0);
    expect(failures.map(say)).toEqual([
      expect.stringMatching(/^evidence was changed: undo\.ndjson was changed.* Fix: /),
    ]);
    expect(existsSync(left)).toBe(true);
    expect(existsSync(`${sample.run.folder}.undo.ndjson`)).toBe(false);
  });

  it('that cannot be read is not whole, and keeps nobody waiting', () => {
    rmSync(sample.run.undo);
    execFileSync('mkfifo', [sample.run.undo]);
    expect(isWhole(sample.run, false)).toBe(false);
  });

  it('is tried again as long as it fails', async () => {
    const again = { kind: 'request', method: 'GET', url: 'http://0.0.0.0:1/unreachable' } as const;
    writeFileSync(sample.run.undo, '');
    const log = openUndoLog(sample.run.undo);
    // No such protocol is spoken by fetch: it fails whatever listens.
    log.add('run', { ...again, url: 'gopher://127.0.0.1/' });
    log.close();
    for (let time = 0; time < 2; time++) {
      const { undone, failures } = await undoLater(sample.run, { commands: false });
      expect([undone, failures.length]).toEqual([0, 1]);
      expect(isWhole(sample.run, false)).toBe(false);
    }
    expect(readFileSync(sample.run.undo, 'utf8')).not.toContain('"done"');
  });
});

it('a run without a manifest is not whole, whatever it is called', () => {
  const other = startSampleRun('20261121_0313_main_1a2b3c4_0000');
  expect(isWhole(other.run, false)).toBe(false);
  other.remove();
});

it('the newest is whole only when it was reported, too', async () => {
  await undoLater(sample.run, { commands: false });
  expect([isWhole(sample.run, true), isWhole(sample.run, false)]).toEqual([false, true]);
});
