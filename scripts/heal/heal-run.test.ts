import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSampleRun, type SampleRun } from '../../evidence/testing/sample-run.ts';
import { hasPendingUndos } from './later-undos.ts';
import { healRun } from './heal-run.ts';
import { say } from '../../kernel/sentence.ts';
import { openUndoLog } from '../session/undo-key.ts';

let sample: SampleRun;
beforeEach(() => {
  sample = startSampleRun();
});
afterEach(() => sample.remove());

it('a run whose journal is damaged is not sealed, and says why and what to do', async () => {
  sample.journal.append({ type: 'warning', data: { what: 'x' } });
  sample.journal.close();
  const { journal, undo, manifest, folder } = sample.run;
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"what":"x"', '"what":"y"'));
  const left = join(sample.work, 'raw');
  mkdirSync(left);
  const log = openUndoLog(undo);
  log.add('run', { kind: 'sweep', run: `${sample.run.id}-nobody` });
  log.add('run', { kind: 'remove', path: left });
  log.close();
  const { undone, failures } = await healRun(sample.run, 'heal');
  expect(undone).toBe(1);
  expect(failures.map(say)).toEqual([
    expect.stringMatching(
      /^could not be sealed: .*run\.ndjson.* Fix: .*move .* away, and then \.\/harness heal/,
    ),
  ]);
  expect(failures[0]?.fix).toContain(folder);
  // Raw output stays for whoever repairs the run; its processes are gone.
  expect([existsSync(manifest), existsSync(left), hasPendingUndos(sample.run)]).toEqual([false, true, true]);
});
