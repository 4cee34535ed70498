import { expect, test } from 'vitest';
import { changedRules, ruleChangesSchema } from './changed-rules.ts';
import csp from './csp.rule.ts';
import { checkOf, examine } from './examine.ts';
import hsts from './hsts.rule.ts';
import { sampleExchange } from './sample-exchange.ts';

const url = 'http://shop.test/a';
const exchanges = [sampleExchange({ url })];
const good = [sampleExchange({ url, headers: { 'Content-Security-Policy': "default-src 'self'" } })];

function examined(changes: unknown, seen = exchanges) {
  const [rule = csp] = changedRules([csp, hsts], ruleChangesSchema.parse(changes));
  const examination = examine(rule, seen);
  return { check: checkOf(examination), findings: examination.findings };
}

const before = examined({});

test('a rule that nobody changes fails as ever', () => {
  expect(before.check.outcome).toBe('failed');
  expect(before.findings[0]?.severity).toBeGreaterThan(4);
});

test('what is lowered is a finding still, says from what and why, and no longer fails', () => {
  const { check, findings } = examined({
    csp: { severity: 3, reason: 'served behind a proxy that adds it' },
  });
  expect(check.outcome).toBe('passed');
  expect(findings[0]).toMatchObject({ severity: 3, fingerprint: before.findings[0]?.fingerprint });
  expect(findings[0]?.title).toMatch(/\(lowered from \d.* to 3: served behind a proxy that adds it\)$/);
});

test('of what was lowered nothing is proven by a check that passes; where nothing was found, it is', () => {
  const change = { csp: { severity: 3, reason: 'r' } };
  expect(examined(change).check.proves).toEqual([]);
  expect(examined(change, good).check).toMatchObject({ outcome: 'passed', proves: ['SEC-08/csp'] });
});

test('nothing is made worse than it is', () => {
  expect(examined({ csp: { severity: 10, reason: 'r' } })).toEqual(before);
});

test('what is switched off is skipped with the reason, and finds nothing', () => {
  const { check, findings } = examined({ csp: { severity: 'off', reason: 'no pages here' } });
  expect(check).toMatchObject({ outcome: 'skipped', detail: 'switched off in this suite: no pages here' });
  expect(findings).toEqual([]);
});

test('that all are switched off is refused: nothing would be examined, and pass', () => {
  expect(() => changedRules([csp], { csp: { severity: 'off', reason: 'r' } })).toThrow(
    /every rule is switched off.* Fix: leave one on/,
  );
});

test('a rule that there is none of, and a change without a reason, are refused', () => {
  expect(() => changedRules([csp], { cps: { severity: 'off', reason: 'r' } })).toThrow(
    /no rule "cps"; near it: csp/,
  );
  expect(ruleChangesSchema.safeParse({ csp: { severity: 'off', reason: ' ' } }).success).toBe(false);
});
