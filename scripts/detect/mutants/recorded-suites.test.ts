import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Redactor } from '../../../evidence/redaction.ts';
import type { SuiteStart } from '../../../kernel/evidence.ts';
import { recordSuites } from './recorded-suites.ts';

const START = { suite: { name: 'contract/a' }, run: 'r', environment: 'local' } as unknown as SuiteStart;

it('folds what a suite and its tool tell, tells of each check as it lands, and keeps no secret', async () => {
  const work = mkdtempSync(join(tmpdir(), 'recorded-'));
  const inbox = join(work, 'inbox.ndjson');
  const heard: string[] = [];
  const suites = recordSuites(new Redactor(), (suite, { id, outcome }) =>
    heard.push(`${suite} ${id} ${outcome}`),
  );
  suites.secret('hunter2-hunter2');
  const recording = suites.openSuite(START, work, inbox);
  recording.recorder.check({ id: 'one', outcome: 'passed', durationMs: 1 });
  const data = { id: 'two', outcome: 'failed', durationMs: 1, detail: 'got hunter2-hunter2' };
  appendFileSync(inbox, `${JSON.stringify({ type: 'check', data })}\n`);
  expect(suites.evidenceOf('contract/a')).toBeUndefined();
  await recording.drain();
  expect(heard).toEqual(['contract/a one passed', 'contract/a two failed']);
  expect(await recording.end('completed')).toBe('');
  const evidence = suites.evidenceOf('contract/a');
  expect(evidence).toMatchObject({ ending: 'completed', checks: [{ id: 'one', proves: [] }, { id: 'two' }] });
  expect(JSON.stringify(evidence)).not.toContain('hunter2');
  rmSync(work, { recursive: true });
});
