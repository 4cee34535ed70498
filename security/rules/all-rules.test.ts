import { expect, test } from 'vitest';
import { findingSchema } from '../../kernel/evidence.ts';
import { allRules } from './all-rules.ts';
import { examine } from './examine.ts';
import { sampleExchange } from './sample-exchange.ts';

test('every rule file is found, and is named like its file', async () => {
  const names = (await allRules()).map((rule) => rule.name);
  expect(names).toEqual([...names].sort());
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('csp');
  expect(names).toContain('password-echo');
  expect(names.length).toBeGreaterThanOrEqual(20);
});

test('no rule repeats a secret that it found', async () => {
  const secret = 's3cret-Pass-90';
  const exchange = sampleExchange({
    method: 'POST',
    url: `https://shop.test/login?key=${secret}`,
    form: `password=${secret}`,
    headers: { 'Set-Cookie': `session=${secret}` },
    body: `<p>${secret}</p>`,
  });
  const findings = (await allRules()).flatMap((rule) => examine(rule, [exchange]).findings);
  expect(findings.length).toBeGreaterThan(5);
  for (const finding of findings) expect(findingSchema.parse(finding)).toEqual(finding);
  expect(JSON.stringify(findings)).not.toContain(secret);
});

test('a page that does everything right gives no finding at all', async () => {
  const exchange = sampleExchange({
    url: 'https://shop.test/account',
    sent: { Cookie: 'session=1', Origin: 'https://attacker.invalid' },
    headers: {
      'Content-Security-Policy': "default-src 'self'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Strict-Transport-Security': 'max-age=31536000',
      'Cache-Control': 'no-store',
      'Set-Cookie': 'session=2; HttpOnly; Secure; SameSite=Lax',
    },
    body: '<h1>Account</h1><input type="password">',
  });
  const results = (await allRules()).map((rule) => examine(rule, [exchange]));
  expect(results.flatMap((result) => result.findings)).toEqual([]);
  expect(results.filter((result) => result.applicable === 0).map((result) => result.rule.name)).toEqual([]);
});

test('no rule takes long over a large body', async () => {
  const bodies = [
    'at ('.repeat(70_000),
    '<input '.repeat(40_000),
    '/home/'.repeat(45_000),
    'eyJ.'.repeat(65_000),
  ];
  const rules = await allRules();
  const start = performance.now();
  for (const body of bodies) for (const rule of rules) examine(rule, [sampleExchange({ body })]);
  // Not a benchmark: a pattern that backtracks without bound takes minutes over these.
  expect(performance.now() - start).toBeLessThan(30_000);
});
