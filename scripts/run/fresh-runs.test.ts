import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunFacts } from '../../kernel/run-journal.ts';
import { fabricateRun } from '../comparison/testing/fabricated-run.ts';
import { freshRuns } from './fresh-runs.ts';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'fresh-'))));
afterEach(() => rmSync(root, { recursive: true }));

const POLICY = { required: [], mustProve: [], flakes: 0, fresh: [{ stage: 'soak' as const, days: 7 }] };

/** A sealed run of 20 November that passed as the whole of stage soak, or is something else. */
function soak(
  facts: Partial<RunFacts> = {},
  verdict: 'pass' | 'fail' = 'pass',
  sealed = true,
  rehearsal = false,
) {
  const target = { name: 'reference', version: '1.0.0' };
  return fabricateRun({
    root,
    id: `20261120_0000_main_1a2b3c4_${verdict}${sealed ? '' : 'un'}`,
    branch: 'main',
    buckets: [],
    sealed,
    policy: { required: [], mustProve: [], flakes: 0, rehearsal },
    facts: { stage: 'soak', whole: true, ...facts },
    json: { verdict, endedAt: '2026-11-20T00:00:00.000Z', target },
  } as unknown as Parameters<typeof fabricateRun>[0]);
}

const found = () => freshRuns(POLICY, 'local', new Date('2026-11-22T12:00:00Z'), root);

it('the last whole run of a stage is found, whatever its verdict, with how long ago it ended', () => {
  const { id } = soak({}, 'fail');
  expect(found()).toMatchObject([
    { stage: 'soak', run: id, verdict: 'fail', daysAgo: 2.5, version: '1.0.0' },
  ]);
});

it('a rehearsal is not taken for a run that passed', () => {
  soak({}, 'pass', true, true);
  expect(found()).toMatchObject([{ verdict: 'pass in rehearsal' }]);
});

it.each<[string, Partial<RunFacts>, boolean]>([
  ['of another stage', { stage: 'main' }, true],
  ['of a part of it', { whole: undefined }, true],
  ['in another environment', { environment: { name: 'staging', title: 't', owner: 'o', target: 't' } }, true],
  ['of detect', { detection: { id: 'd' } }, true],
  ['that is not sealed', {}, false],
])('a run %s is passed over', (_, facts, sealed) => {
  soak(facts, 'pass', sealed);
  expect(found()).toEqual([]);
});

it('a run whose evidence was changed is passed over', () => {
  const run = soak();
  expect(found()).toHaveLength(1);
  appendFileSync(run.journal, '{}\n');
  expect(found()).toEqual([]);
});

it('nothing is looked for where the policy asks for nothing', () => {
  soak();
  expect(freshRuns({ ...POLICY, fresh: [] }, 'local', new Date(), root)).toEqual([]);
});
