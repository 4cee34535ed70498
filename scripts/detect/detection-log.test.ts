import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDetection, unfinished, type Fingerprint } from './detection-log.ts';

const CODE: Fingerprint = { tree: 't1', catalogue: 'c1', environment: 'local', commit: 'abc' };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'detections-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const planted = (defect: string, fingerprint = CODE) => ({
  type: 'planted' as const,
  data: { defect, durationMs: 1, cells: [], fingerprint },
});

it('remembers what was done when it is opened again', () => {
  const log = openDetection(root, 'one', CODE);
  log.append(planted('first-one'));
  log.append({ type: 'clean', data: { run: 'r', durationMs: 1, suites: [], fingerprint: CODE } });
  log.close();
  const again = openDetection(root, 'one', CODE);
  expect([...again.planted.keys()]).toEqual(['first-one']);
  expect(again.clean).toHaveLength(1);
  expect(again.startedAt).toBe(log.startedAt);
  again.close();
});

it('loses only the line that was being written at a kill', () => {
  const log = openDetection(root, 'one', CODE);
  log.append(planted('first-one'));
  log.close();
  appendFileSync(join(root, 'one/detect.ndjson'), '{"seq":2,"at":"2026');
  const again = openDetection(root, 'one', CODE);
  again.append(planted('second-one'));
  again.close();
  const last = openDetection(root, 'one', CODE);
  expect([...last.planted.keys()]).toEqual(['first-one', 'second-one']);
  last.close();
});

it('does not count what ran while the code was another', () => {
  const log = openDetection(root, 'one', CODE);
  log.append(planted('first-one'));
  log.append(planted('second-one', { ...CODE, tree: 'meanwhile' }));
  log.close();
  const again = openDetection(root, 'one', CODE);
  expect([...again.planted.keys()]).toEqual(['first-one']);
  again.close();
});

it('goes on only where code, catalogue and environment are the same, whatever the commit is called', () => {
  openDetection(root, 'one', CODE).close();
  expect(unfinished(root, CODE)).toBe('one');
  expect(unfinished(root, { ...CODE, commit: 'def' })).toBe('one');
  for (const other of [{ tree: 't2' }, { catalogue: 'c2' }, { environment: 'staging' }])
    expect(unfinished(root, { ...CODE, ...other })).toBeUndefined();
});

it('does not go on with one that ended, nor where there is none or it is damaged', () => {
  expect(unfinished(join(root, 'nowhere'), CODE)).toBeUndefined();
  const log = openDetection(root, 'one', CODE);
  log.append({ type: 'ended', data: { verdict: 'pass' } });
  log.close();
  expect(unfinished(root, CODE)).toBeUndefined();
  openDetection(root, 'two', CODE).close();
  appendFileSync(join(root, 'two/detect.ndjson'), '{"not":"a line"}\n');
  expect(unfinished(root, CODE)).toBeUndefined();
});
