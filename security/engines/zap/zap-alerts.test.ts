import { expect, test } from 'vitest';
import { findingSchema } from '../../../kernel/evidence.ts';
import { findingOfAlert, type ZapAlert } from './zap-alerts.ts';

const sites = { web: 'http://127.0.0.1:8080' };
const alert: ZapAlert = {
  pluginId: '10202',
  name: 'Absence of Anti-CSRF Tokens',
  risk: 'Medium',
  confidence: 'Low',
  url: 'http://127.0.0.1:8080/orders/17?q=secret',
  method: 'GET',
  param: '',
  solution: 'Use a token.',
  cweid: 352,
};

test('an alert is a finding of its rule', () => {
  const finding = findingOfAlert(alert, sites);
  expect(findingSchema.parse(finding)).toEqual({
    rule: 'zap/10202',
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    severity: 5.5,
    title: 'Absence of Anti-CSRF Tokens',
    where: 'web GET /orders/:id?q',
    cwe: 352,
    fix: 'Use a token.',
  });
});

test('its fingerprint does not depend on ids, values or the port', () => {
  const elsewhere = findingOfAlert(
    { ...alert, url: 'http://127.0.0.1:9000/orders/4711?q=x' },
    { web: 'http://127.0.0.1:9000' },
  );
  expect(elsewhere?.fingerprint).toBe(findingOfAlert(alert, sites)?.fingerprint);
});

test('names the parameter, and has a fix also where ZAP has none', () => {
  const finding = findingOfAlert({ ...alert, param: 'q', solution: '', cweid: -1 }, sites);
  expect(finding).toMatchObject({
    where: 'web GET /orders/:id?q (q)',
    fix: expect.stringContaining('10202') as string,
  });
  expect(finding).not.toHaveProperty('cwe');
});

test.each([
  ['High', 8],
  ['Medium', 5.5],
  ['Low', 3],
] as const)('weighs the risk %s with %d', (risk, severity) => {
  expect(findingOfAlert({ ...alert, risk }, sites)?.severity).toBe(severity);
});

test.each<[string, Partial<ZapAlert>]>([
  ['is informational', { risk: 'Informational' }],
  ['is marked as false', { confidence: 'False Positive' }],
  ['is about another host', { url: 'http://127.0.0.1:8081/' }],
])('is no finding when it %s', (_, parts) => {
  expect(findingOfAlert({ ...alert, ...parts }, sites)).toBeUndefined();
});
