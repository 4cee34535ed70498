import { expect, test } from 'vitest';
import { isElsewhere, tlsOf, tlsProblems } from './tls.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const good = { protocol: 'TLSv1.3', validTo: new Date('2026-07-01T00:00:00Z') };
const expected = { minVersion: 'TLSv1.2', validDays: 14 };

test.each([
  ['as it should be', {}, []],
  ['too old', { protocol: 'TLSv1.1' }, ['TLSv1.1, expected at least TLSv1.2']],
  ['too old as well', { older: 'TLSv1.1' }, ['it speaks TLSv1.1, expected at least TLSv1.2']],
  ['not trusted', { distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, [expect.stringContaining('DEPTH_ZERO')]],
  [
    'soon over',
    { validTo: new Date('2026-06-10T00:00:00Z') },
    ['the certificate is valid for 9 days, expected at least 14'],
  ],
  ['none at all', { protocol: 'none' }, ['no TLS']],
])('TLS that is %s', (_, differs, problems) => {
  expect(tlsProblems({ ...good, ...differs }, expected, NOW)).toEqual(problems);
});

test('HTTP elsewhere is no TLS, and on this machine none is expected', async () => {
  expect(await tlsOf('http://shop.test', 'TLSv1.2')).toMatchObject({ protocol: 'none' });
  expect(['http://127.0.0.1:1', 'http://localhost', 'http://[::1]:2'].map(isElsewhere)).toEqual([
    false,
    false,
    false,
  ]);
  expect(isElsewhere('https://127.0.0.1.shop.test')).toBe(true);
});
