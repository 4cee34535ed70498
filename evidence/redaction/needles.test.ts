import { describe, expect, test } from 'vitest';
import { Redactor } from '../redaction.ts';

const redacted = (secret: string, text: string) => new Redactor([secret]).text(text);

describe('of a secret that no text holds by accident', () => {
  const SECRET = 'Zk3q7WmQ9rT2xL5v!B8nC1dF4';
  test.each([
    ['its beginning, as it was cut', `expected 'Zk3q7WmQ…'`, `expected '[redacted]…'`],
    ['its end', 'xL5v!B8nC1dF4 was typed', '[redacted] was typed'],
    ['any eight characters', '<7wMq9RT2>', '<[redacted]>'],
    ['a slug', 'login-with-zk3q7wmq9rt2xl5v-b8nc1df4-7f', 'login-with-[redacted]-7f'],
  ])('%s is taken out', (_, text, expected) => {
    expect(redacted(SECRET, text)).toBe(expected);
  });

  test('seven characters stay', () => {
    expect(redacted(SECRET, 'Zk3q7Wm')).toBe('Zk3q7Wm');
  });
});

describe('of a secret of ordinary words', () => {
  const SECRET = 'correct horse battery staple';
  test.each(['the correct answer is a horse', 'a battery, a staple', 'correct hor, it is'])(
    'ordinary text is kept: %s',
    (text) => {
      expect(redacted(SECRET, text)).toBe(text);
    },
  );

  test.each([
    ['the whole of it', `x ${SECRET}.`, 'x [redacted].'],
    ['twelve characters in a row', 'got "horse battery"', 'got "[redacted]"'],
    ['eight where it was cut', `got 'correct h…'`, `got '[redacted]…'`],
    ['eight where the text ends', 'got correct h', 'got [redacted]'],
    ['eight where it was cut in front', '…y staple', '…[redacted]'],
  ])('%s is taken out', (_, text, expected) => {
    expect(redacted(SECRET, text)).toBe(expected);
  });
});

test('each line of a secret is one, unless it is a common word', () => {
  const secret = '-----BEGIN KEY-----\nMIddle-9c1dLine\npassword\nlast words\n-----END KEY-----';
  expect(redacted(secret, '- MIddle-9c1dLine\n+ other')).toBe('- [redacted]\n+ other');
  expect(redacted(secret, 'the last words of it')).toBe('the [redacted] of it');
  expect(redacted(secret, 'a password')).toBe('a password');
});

test('the address in a secret is none', () => {
  const secret = 'https://hooks.example.test/services/T0A1/B7xK9mQ2';
  expect(redacted(secret, 'see https://hooks.example.test/docs')).toBe('see https://hooks.example.test/docs');
  expect(redacted(secret, `posted to ${secret}`)).toBe('posted to [redacted]');
});

test('a date in a secret leaves dates alone', () => {
  expect(redacted('release-2026-11-30-x7', 'at 2026-11-30T08:00:00Z')).toBe('at 2026-11-30T08:00:00Z');
});

describe('of a secret URL with a password', () => {
  const SECRET = 'postgres://app:Zk3q7WmQ9rT2@db-1.shop.test:31291/shop';
  test.each(['http://db-1.shop.test:31291/health', 'connect ECONNREFUSED db-1.shop.test:31291'])(
    'its server and port are kept elsewhere: %s',
    (text) => {
      expect(redacted(SECRET, text)).toBe(text);
    },
  );

  test.each([
    ['the whole of it', `at ${SECRET}`, 'at [redacted]'],
    ['its password', 'app, Zk3q7WmQ9rT2', 'app, [redacted]'],
    ['user and password', 'app:Zk3q7WmQ9rT2@elsewhere', '[redacted]elsewhere'],
    ['a slug', 'postgres-app-zk3q7wmq9rt2-db-1-shop', '[redacted]db-1-shop'],
  ])('%s is taken out', (_, text, expected) => {
    expect(redacted(SECRET, text)).toBe(expected);
  });
});
