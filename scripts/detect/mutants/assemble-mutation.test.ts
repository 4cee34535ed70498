import { expect, it } from 'vitest';
import type { Trial } from '../../../reports/detection/mutants/trial.ts';
import { doubted } from './assemble-mutation.ts';

const trial: Trial = {
  mutant: {
    id: '1',
    file: 'a.ts',
    start: 0,
    line: 1,
    original: 'a',
    replacement: 'b',
    mutator: 'M',
    own: false,
  },
  ...{ diff: '', kind: 'contract', outcome: 'killed', passed: [], durationMs: 1 },
  sight: { suite: 'contract/a', what: 'it holds', proves: [] },
};
const clean = (problems: string[], name = 'contract/a') => [
  { suites: [{ name, verdict: 'fail' as const, failed: problems, problems }] },
];

it('what failed with nothing changed as well has killed nothing', () => {
  expect(doubted(trial, clean(['it holds'])).outcome).toBe('unknown');
  expect(doubted(trial, clean(['another holds'])).outcome).toBe('killed');
  expect(doubted(trial, clean(['it holds'], 'contract/b')).outcome).toBe('killed');
});
