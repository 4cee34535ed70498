import { describe, expect, test } from 'vitest';
import { findingSchema } from '../../kernel/evidence.ts';
import cookie from './cookie-httponly.rule.ts';
import csp from './csp.rule.ts';
import { checkOf, examine } from './examine.ts';
import referrer from './referrer-policy.rule.ts';
import { sampleExchange } from './sample-exchange.ts';

const at = (url: string, sample = {}) => sampleExchange({ url, ...sample });
const fingerprints = (url: string) => examine(csp, [at(url)]).findings.map((one) => one.fingerprint);

describe('a fingerprint', () => {
  test.each([
    ['another port', 'http://shop.test:1/runs/7', 'http://shop.test:2/runs/7'],
    ['another id', 'http://shop.test/runs/7', 'http://shop.test/runs/8812'],
    ['another value', 'http://shop.test/find?q=a', 'http://shop.test/find?q=b'],
  ])('is the same for %s', (_, one, other) => {
    expect(fingerprints(one)).toEqual(fingerprints(other));
  });

  test('differs by route, method and site', () => {
    const base = at('http://shop.test/a');
    const all = [base, { ...base, method: 'POST' }, { ...base, site: 'api' }, at('http://shop.test/b')];
    expect(new Set(examine(csp, all).findings.map((one) => one.fingerprint)).size).toBe(4);
  });

  test('of a cookie is the same on every route, and differs by cookie and site', () => {
    const sets = (url: string, name: string) => at(url, { headers: { 'Set-Cookie': `${name}=1` } });
    const all = [
      sets('http://shop.test/a', 'x'),
      sets('http://shop.test/b', 'x'),
      sets('http://shop.test/a', 'y'),
    ];
    const other = { ...sets('http://shop.test/a', 'x'), site: 'api' };
    expect(examine(cookie, [...all, other]).findings.map((one) => one.where)).toEqual([
      'web, such as GET /a (x)',
      'web, such as GET /a (y)',
      'api, such as GET /a (x)',
    ]);
  });

  test('is pinned: changing how it is made orphans every waiver', () => {
    expect(fingerprints('http://shop.test/login')).toEqual([
      '12f34572e96c4c49d53a5cbc855a72516dbcb090e7d8c9c37f3a33e1c41605d1',
    ]);
  });
});

test('one defect met many times is one finding that evidence accepts', () => {
  const seen = [at('http://shop.test/runs/1'), at('http://shop.test/runs/2')];
  const { findings, applicable } = examine(csp, seen);
  expect(applicable).toBe(2);
  expect(findings.map((one) => findingSchema.parse(one).where)).toEqual(['web GET /runs/:id']);
});

test('a check fails from medium severity on and names the places', () => {
  const check = checkOf(examine(csp, [at('http://shop.test/login')]));
  expect(check).toMatchObject({ id: 'rule csp', outcome: 'failed', proves: ['SEC-08/csp'] });
  expect(check.detail).toContain('web GET /login');
});

test('a check names at most five places', () => {
  const pages = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((page) => at(`http://shop.test/${page}`));
  expect(checkOf(examine(csp, pages)).detail).toMatch(/\/e; and 2 more$/);
});

test('low findings leave the check passed', () => {
  const check = checkOf(examine(referrer, [at('http://shop.test/')]));
  expect(check).toMatchObject({ outcome: 'passed', detail: '1 finding in 1 exchange' });
});

test('a rule that had nothing to look at is skipped, never passed', () => {
  const check = checkOf(examine(cookie, [at('http://shop.test/')]));
  expect(check).toMatchObject({
    outcome: 'skipped',
    detail: 'needs an answer that sets a cookie; none was seen',
  });
});
