import { expect, test } from 'vitest';
import { Redactor } from '../../evidence/redaction.ts';
import { sampleRun } from '../../reports/testing/sample-run.ts';
import { redactedFacts } from './session.ts';

test('the first that a run has on disk repeats no secret of its command line, and keeps its own names', () => {
  const facts = {
    ...sampleRun('pass').run.facts,
    process: { pid: 1, startedAt: '1' },
    work: '/tmp/harness-x',
  };
  const redactor = new Redactor(['Zk3q7WmQ9rT2xL5v']);
  const written = redactedFacts({ ...facts, command: './harness run x --tag Zk3q7WmQ9rT2xL5v' }, redactor);
  expect(written).toEqual({ ...facts, command: './harness run x --tag [redacted]' });
});
