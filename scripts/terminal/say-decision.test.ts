import { expect, it } from 'vitest';
import { sayDecision } from './say-decision.ts';

it('names the waiver that a failure could have, and none of what is waived already', () => {
  const reason = { what: 'c › d', check: 'c › d', suite: 'e2e/a', proves: [], waivable: ['c › d'] };
  const said = (verdict: 'fail' | 'waived') =>
    sayDecision('r1', { verdict, reasons: [{ ...reason, verdict }], suites: new Map(), rehearsal: false });
  expect(said('fail')).toContain("  waive    ./harness waive 'c › d' --suite e2e/a --from r1");
  expect(said('waived')).not.toContain('./harness waive');
});
