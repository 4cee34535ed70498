import { expect, it } from 'vitest';
import type { Aspect, Requirements } from '../../kernel/requirement.ts';
import { sampleCell, sampleDefect, sampleDetection } from '../testing/sample-detection.ts';
import { notTurnedRed, sayNotTurnedRed } from './not-turned-red.ts';

const aspect = (reference: string, by: Aspect['by'] = 'suite'): Aspect => ({ reference, says: 's', by });
const requirement = (id: string, ...aspects: Aspect[]) => ({
  ...{ id, area: 'CON', sentence: 's', priority: 'high' as const },
  aspects,
});
const catalogue: Requirements = {
  areas: [{ code: 'CON', title: 'Contract' }],
  requirements: [
    requirement('CON-01', aspect('CON-01/a'), aspect('CON-01/b'), aspect('CON-01/c')),
    requirement('CON-02', aspect('CON-02/a')),
    requirement('CON-03', aspect('CON-03', 'import')),
  ],
};
const cell = (outcome: 'caught' | 'caught elsewhere', ...shares: string[]) => ({
  ...sampleCell(outcome),
  sights: [{ what: 'a check', shares }],
});

it('names the aspects of suites that no caught defect broke', () => {
  const detection = sampleDetection({
    defects: [
      sampleDefect('a', [cell('caught', 'CON-01/a')]),
      sampleDefect('b', [cell('caught', 'CON-02/a')]),
      sampleDefect('c', [cell('caught elsewhere', 'CON-01/b')]),
    ],
  });
  const found = notTurnedRed(detection, catalogue);
  expect(found.map(({ id, of, aspects }) => [id, of, aspects.map((one) => one.reference)])).toEqual([
    ['CON-01', 3, ['CON-01/b', 'CON-01/c']],
  ]);
  expect(sayNotTurnedRed(found, catalogue)).toBe(
    '2 of 4 aspects that suites are to prove are turned red by no planted defect',
  );
});
