import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../reports/detection/detection.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDetection, unfinished, type Asked, type Fingerprint } from './detection-log.ts';

const CODE: Fingerprint = { tree: 't1', catalogue: 'c1', environment: 'local', commit: 'abc' };
const ALL: Asked = { defects: ['first-one', 'second-one'], clean: 10 };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'detections-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const planted = (defect: string, fingerprint = CODE, outcomes: Outcome[] = ['caught']) => ({
  type: 'planted' as const,
  data: {
    defect,
    durationMs: 1,
    cells: outcomes.map((outcome) => ({ suite: 'e2e/login', outcome, sights: [] })),
    fingerprint,
  },
});
const clean = (run: string, ...verdicts: Verdict[]) => ({
  type: 'clean' as const,
  data: {
    run,
    durationMs: 10,
    suites: verdicts.map((verdict) => ({ name: 'e2e/login', verdict, problems: [], failed: [] })),
    fingerprint: CODE,
  },
});

it('remembers what was done when it is opened again', () => {
  const log = openDetection(root, 'one', CODE, ALL);
  log.append(planted('first-one'));
  log.append(clean('r', 'pass'));
  log.close();
  const again = openDetection(root, 'one', CODE, ALL);
  expect([...again.planted.keys()]).toEqual(['first-one']);
  expect(again.clean).toHaveLength(1);
  expect(again.startedAt).toBe(log.startedAt);
  again.close();
});

it('loses only the line that was being written at a kill', () => {
  const log = openDetection(root, 'one', CODE, ALL);
  log.append(planted('first-one'));
  log.close();
  appendFileSync(join(root, 'one/detect.ndjson'), '{"seq":2,"at":"2026');
  const again = openDetection(root, 'one', CODE, ALL);
  again.append(planted('second-one'));
  again.close();
  const last = openDetection(root, 'one', CODE, ALL);
  expect([...last.planted.keys()]).toEqual(['first-one', 'second-one']);
  last.close();
});

it('does not count what ran while the code was another', () => {
  const log = openDetection(root, 'one', CODE, ALL);
  log.append(planted('first-one'));
  log.append(planted('second-one', { ...CODE, tree: 'meanwhile' }));
  log.close();
  const again = openDetection(root, 'one', CODE, ALL);
  expect([...again.planted.keys()]).toEqual(['first-one']);
  again.close();
});

it('goes on only where code, catalogue and environment are the same, whatever the commit is called', () => {
  openDetection(root, 'one', CODE, ALL).close();
  expect(unfinished(root, CODE, ALL)).toBe('one');
  expect(unfinished(root, { ...CODE, commit: 'def' }, ALL)).toBe('one');
  for (const other of [{ tree: 't2' }, { catalogue: 'c2' }, { environment: 'staging' }])
    expect(unfinished(root, { ...CODE, ...other }, ALL)).toBeUndefined();
});

it.each<[string, Asked]>([
  ['some of the defects', { ...ALL, defects: ['first-one'] }],
  ['other defects', { ...ALL, defects: ['first-one', 'third-one'] }],
  ['another number of clean runs', { ...ALL, clean: 0 }],
])('is another one where it is asked for %s', (_, asked) => {
  openDetection(root, 'one', CODE, ALL).close();
  expect(unfinished(root, CODE, asked)).toBeUndefined();
  openDetection(root, 'two', CODE, asked).close();
  expect(unfinished(root, CODE, asked)).toBe('two');
  expect(unfinished(root, CODE, ALL)).toBe('one');
});

it('forgets runs without any answer when it is opened again, but not how long they took', () => {
  let ms = 0;
  const now = () => new Date((ms += 1000));
  const log = openDetection(root, 'one', CODE, ALL, now);
  log.append(planted('first-one', CODE, ['unknown', 'unknown']));
  log.append(planted('second-one', CODE, ['unknown', 'missed']));
  log.append(clean('r1', 'unknown', 'unknown'));
  log.append(clean('r2', 'unknown', 'fail'));
  expect([log.planted.size, log.clean.length]).toEqual([2, 2]);
  log.close();
  const again = openDetection(root, 'one', CODE, ALL, now);
  expect([...again.planted.keys()]).toEqual(['second-one']);
  expect(again.clean.map(({ run }) => run)).toEqual(['r2']);
  expect(again.tookMs).toEqual({ planted: 2, clean: 20, mutant: 0 });
  again.append(clean('r3', 'pass'));
  expect(again.tookMs).toEqual({ planted: 2, clean: 30, mutant: 0 });
  again.close();
});

it('does not go on with one that ended, nor where there is none or it is damaged', () => {
  expect(unfinished(join(root, 'nowhere'), CODE, ALL)).toBeUndefined();
  const log = openDetection(root, 'one', CODE, ALL);
  log.append({ type: 'ended', data: { verdict: 'pass' } });
  log.close();
  expect(unfinished(root, CODE, ALL)).toBeUndefined();
  openDetection(root, 'two', CODE, ALL).close();
  appendFileSync(join(root, 'two/detect.ndjson'), '{"not":"a line"}\n');
  expect(unfinished(root, CODE, ALL)).toBeUndefined();
});

it('remembers what became of a mutant by each kind of suites, and tries again what is unknown', () => {
  const asked: Asked = { ...ALL, mutants: { number: 1, seed: 1, ids: [], kinds: ['contract', 'e2e'] } };
  const mutant = {
    id: '1',
    file: 'a',
    start: 0,
    line: 1,
    original: 'a',
    replacement: 'b',
    mutator: 'M',
    own: false,
  };
  const trial = (kind: string, outcome: 'survived' | 'killed' | 'unknown') => ({
    type: 'mutant' as const,
    data: { mutant, diff: '', kind, outcome, passed: [], durationMs: 1, fingerprint: CODE },
  });
  const log = openDetection(root, 'one', CODE, asked);
  for (const one of [trial('contract', 'survived'), trial('e2e', 'unknown')]) log.append(one);
  log.close();
  expect(unfinished(root, CODE, asked)).toBe('one');
  expect(unfinished(root, CODE, { ...asked, mutants: { number: 1, seed: 2, ids: [], kinds: [] } })).toBe(
    undefined,
  );
  const again = openDetection(root, 'one', CODE, asked);
  expect(again.trials).toMatchObject([{ kind: 'contract', outcome: 'survived' }]);
  expect(again.trials[0]).not.toHaveProperty('fingerprint');
  again.append(trial('e2e', 'killed'));
  expect(again.trials.map(({ outcome }) => outcome)).toEqual(['survived', 'killed']);
  again.close();
});
