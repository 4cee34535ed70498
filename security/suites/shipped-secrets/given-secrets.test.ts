import { expect, test } from 'vitest';
import { formsOf, secretVariables, toldIn } from './given-secrets.ts';

const SECRET = 'p/a+s&s"w<ö>rd\'1';
const secrets = new Map([['the key', SECRET]]);

test.each([
  ['as it is', SECRET],
  ['in an address', `?q=${encodeURIComponent(SECRET)}&`],
  ['in JSON', JSON.stringify({ a: SECRET })],
  ['in a page', '<p>p/a+s&amp;s&quot;w&lt;ö&gt;rd&#39;1</p>'],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in base64 after one byte', Buffer.from(`x${SECRET}y`).toString('base64')],
  ['in base64 after two bytes', Buffer.from(`xy${SECRET}, and more`).toString('base64')],
  ['in base64 for addresses', Buffer.from(`user:${SECRET}`).toString('base64url')],
  ['in hex', Buffer.from(SECRET).toString('hex')],
])('a secret %s is found', (_, text) => {
  expect(toldIn(Buffer.concat([Buffer.from([255, 0]), Buffer.from(text)]), secrets)).toEqual(['the key']);
});

test('what is near a secret is none', () => {
  expect(toldIn(Buffer.from(`${SECRET.slice(0, -1)} ${SECRET.slice(1)}`), secrets)).toEqual([]);
  expect(formsOf(SECRET).every((form) => form.length > 10)).toBe(true);
});

test('of variables those are secrets that are called so, and passwords in addresses', () => {
  const found = secretVariables('web', {
    WEB_PORT: '4300',
    JWT_SECRET: 'a-long-secret',
    SHORT_KEY: 'short',
    NEXT_PUBLIC_SITE_KEY: 'everybody-knows',
    DATABASE_URL: 'postgres://me:p%C3%B6stgres1@127.0.0.1/x',
    API_URL: 'http://127.0.0.1:1/x',
    CACHE_URL: 'redis://me:no-escape%@127.0.0.1/x',
  });
  expect([...found]).toEqual([
    ['JWT_SECRET of web', 'a-long-secret'],
    ['DATABASE_URL of web', 'postgres://me:p%C3%B6stgres1@127.0.0.1/x'],
    ['password in DATABASE_URL of web', 'pöstgres1'],
    ['CACHE_URL of web', 'redis://me:no-escape%@127.0.0.1/x'],
    ['password in CACHE_URL of web', 'no-escape%'],
  ]);
});
