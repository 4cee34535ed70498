import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../kernel/errors.ts';
import { Redactor } from './redaction.ts';

/** Strange on purpose: every character that some encoder treats in its own way. */
const SECRETS = [
  'correct-horse',
  'p@ss w0rd/+=&?#%',
  `quote"s and 'more' \\back\\`,
  '<b>&amp;</b>;:,.',
  'Zwölf☃Boxkämpfer😀!',
  'line one\nline two\tend',
  '$2b$12$abcdefghijklmnop',
  '~tilde`tick^caret|pipe',
  'a+b c/d==',
  '123456',
];

const escapeHtml = (text: string, apostrophe: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const unicode = (text: string) =>
  text.replace(/[^a-z0-9]/gi, (letter) =>
    Array.from(
      { length: letter.length },
      (_, i) => `\\u${letter.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
const percentAll = (text: string) =>
  Array.from(Buffer.from(text), (byte) => `%${byte.toString(16)}`)
    .join('')
    .replace(/%(.)(?=%|$)/g, '%0$1');
const lowerPercent = (text: string) => text.replace(/%../g, (pair) => pair.toLowerCase());
const base64 = (text: string, before: string, after: string) =>
  Buffer.from(before + text + after).toString('base64');
const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_');

/** What must not be found in the output for a base64 of the secret: the characters that are the secret's alone. */
function ownBase64(secret: string, before: string): string {
  const bytes = Buffer.from(secret);
  const all = base64(secret, before, '');
  const offset = Buffer.byteLength(before);
  return all.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

type Case = [name: string, encode: (secret: string) => string, forbidden?: (secret: string) => string];
const CASES: Case[] = [
  ['as it is', (s) => s],
  ['URL-encoded', encodeURIComponent],
  ['URL-encoded with lower-case digits', (s) => lowerPercent(encodeURIComponent(s))],
  ['form-encoded', (s) => new URLSearchParams({ s }).toString().slice(2)],
  [
    'form-encoded with lower-case digits',
    (s) => lowerPercent(new URLSearchParams({ s }).toString().slice(2)),
  ],
  ['in a URL', (s) => encodeURI(s)],
  ['URL-encoded twice', (s) => encodeURIComponent(encodeURIComponent(s))],
  ['percent-encoded as a whole', percentAll],
  ['in JSON', json],
  ['in JSON in JSON', (s) => json(json(s))],
  ['in JSON in JSON in JSON', (s) => json(json(json(s)))],
  ['in JSON with Unicode escapes', unicode],
  ['in JSON with Unicode escapes, in JSON', (s) => json(unicode(s))],
  [
    'in JSON with upper-case Unicode escapes',
    (s) => unicode(s).replace(/\\u..../g, (one) => `\\u${one.slice(2).toUpperCase()}`),
  ],
  ['in JSON with slashes escaped', (s) => json(s).replaceAll('/', '\\/')],
  ['in HTML', (s) => escapeHtml(s, '&#39;')],
  ['in HTML with hex entities', (s) => escapeHtml(s, '&#x27;')],
  ['in HTML with named apostrophes', (s) => escapeHtml(s, '&apos;')],
  ['in HTML with padded entities', (s) => escapeHtml(s, '&#039;')],
  ['in HTML twice', (s) => escapeHtml(escapeHtml(s, '&#39;'), '&#39;')],
  ['in JSON in HTML', (s) => escapeHtml(json(s), '&#39;')],
  ['URL-encoded in HTML', (s) => escapeHtml(encodeURIComponent(s), '&#39;')],
  ['in hex', (s) => Buffer.from(s).toString('hex')],
  ['in upper-case hex', (s) => Buffer.from(s).toString('hex').toUpperCase()],
  ['with Windows line ends', (s) => s.replaceAll('\n', '\r\n')],
  ...[0, 1, 2].flatMap((offset): Case[] => {
    const before = 'xyz'.slice(0, offset);
    return ['', 'z', 'zz'].flatMap((after): Case[] => [
      [
        `in base64, after ${offset}, before ${after.length}`,
        (s) => base64(s, before, after),
        (s) => ownBase64(s, before),
      ],
      [
        `in URL-safe base64, after ${offset}, before ${after.length}`,
        (s) => urlSafe(base64(s, before, after)),
        (s) => urlSafe(ownBase64(s, before)),
      ],
      [
        `in base64 without padding, after ${offset}, before ${after.length}`,
        (s) => base64(s, before, after).replaceAll('=', ''),
        (s) => ownBase64(s, before),
      ],
      [
        `in URL-encoded base64, after ${offset}, before ${after.length}`,
        (s) => encodeURIComponent(base64(s, before, after)),
        (s) => encodeURIComponent(ownBase64(s, before)),
      ],
    ]);
  }),
];

const redactor = new Redactor(SECRETS);

describe.each(CASES)('a secret %s', (_name, encode, forbidden = encode) => {
  test.each(SECRETS)('is found and taken out: %j', (secret) => {
    const around = Buffer.from(`before ${encode(secret)} after\n`);
    const output = redactor.bytes(around);
    expect(output.includes(forbidden(secret))).toBe(false);
    expect(output.toString()).toMatch(/^before .{0,4}\[redacted\].{0,10} after\n$/s);
  });

  test.each(SECRETS.slice(2, 6))('is found wherever chunks are cut: %j', (secret) => {
    const text = Buffer.from(`before ${encode(secret)} after\n`);
    const whole = redactor.bytes(text);
    for (let cut = 1; cut < text.length; cut++) {
      const filter = redactor.filter();
      const parts = [filter.push(text.subarray(0, cut)), filter.push(text.subarray(cut)), filter.end()];
      expect(Buffer.concat(parts).equals(whole), `cut at ${cut}`).toBe(true);
    }
  });
});

/** A small generator with a seed: the same cases each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

describe('whatever the secrets and the text', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'no secret is left, byte by byte (seed %i)',
    (seed) => {
      const next = numbers(seed + 1);
      const alphabet =
        seed % 2 === 0 ? 'ab/+&"\\%\n é' : 'abcdefghijklmnopqrstuvwxyz0123456789"&<>\'\\/+=% ☃';
      const letters = Array.from(alphabet);
      const random = (length: number) =>
        Array.from({ length }, () => letters[next(letters.length)] ?? '').join('');
      const secrets = Array.from({ length: 5 }, () => `${letters[0] ?? ''}${random(5 + next(20))}x`);
      const redactor = new Redactor(secrets);
      const parts = Array.from({ length: 40 }, () => {
        const secret = secrets[next(secrets.length)] ?? '';
        const encode = CASES[next(25)]?.[1] ?? String;
        return random(next(12)) + encode(secret.trim());
      });
      const text = Buffer.from(parts.join(''));
      const filter = redactor.filter();
      const output: Buffer[] = [];
      for (let at = 0; at < text.length;) {
        const size = 1 + next(300);
        output.push(filter.push(text.subarray(at, at + size)));
        at += size;
      }
      output.push(filter.end());
      const redacted = Buffer.concat(output);
      for (const secret of secrets.map((one) => one.trim())) {
        for (const [name, encode] of CASES.slice(0, 25)) {
          expect(redacted.includes(encode(secret)), `${JSON.stringify(secret)} ${name}`).toBe(false);
        }
      }
      expect(redacted.equals(redactor.bytes(text))).toBe(true);
    },
  );
});

test('secrets that overlap, repeat or lie in one another leave nothing of any of them', () => {
  const redactor = new Redactor(['abcdefgh', 'efghijkl', 'cdefghij', 'zzzzzz']);
  expect(redactor.text('xx abcdefghijkl yy')).toBe('xx [redacted] yy');
  expect(redactor.text('abcdefghabcdefgh')).toBe('[redacted][redacted]');
  expect(redactor.text('zzzzzzzzz')).toBe('[redacted]');
});

test('hundreds of secrets are found, each as a whole', () => {
  const secrets = Array.from({ length: 300 }, (_, index) =>
    createHash('sha256').update(String(index)).digest('base64url'),
  );
  const many = new Redactor(secrets);
  expect(many.text(secrets.join(' '))).toBe(secrets.map(() => '[redacted]').join(' '));
});

test('text without secrets comes through byte for byte, whatever bytes it has', () => {
  const redactor = new Redactor(SECRETS);
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7919) % 256));
  expect(redactor.bytes(bytes).equals(bytes)).toBe(true);
});

test('a secret added later is found from then on, also without white space around it', () => {
  const redactor = new Redactor();
  expect(redactor.text('hunter2hunter2')).toBe('hunter2hunter2');
  redactor.add('hunter2hunter2\n');
  expect(redactor.text('hunter2hunter2')).toBe('[redacted]');
  expect(redactor.values()).toEqual(['hunter2hunter2']);
});

test.each(['', 'short', '   five5   ', 'redacted', '[redacted]'])(
  'refuses a secret that cannot be redacted safely: %j',
  (secret) => {
    expect(() => new Redactor([secret])).toThrow(ConfigError);
  },
);

test('a refusal does not tell the secret', () => {
  const refused = () => new Redactor(['qwert']);
  expect(refused).toThrow(ConfigError);
  expect(refused).toThrow(/^(?!.*qwert)/s);
});

describe('a value', () => {
  const redactor = new Redactor(['hunter2hunter2', '98765432']);
  test('is redacted in every string and key, at any depth', () => {
    const value = {
      a: ['x hunter2hunter2'],
      hunter2hunter2: { b: 'hunter2hunter2' },
      n: 1,
      t: true,
      z: null,
    };
    expect(redactor.value(value)).toEqual({
      a: ['x [redacted]'],
      '[redacted]': { b: '[redacted]' },
      n: 1,
      t: true,
      z: null,
    });
  });

  test('is redacted in numbers', () => {
    expect(redactor.value({ pin: 98765432 })).toEqual({ pin: '[redacted]' });
  });

  test('is redacted by telling names', () => {
    expect(
      redactor.value({
        newPassword: 'abc',
        headers: { Authorization: 'Bearer abc', cookie: 'sid=abc; theme=dark', accept: '*/*' },
        pairs: [
          { name: 'Set-Cookie', value: 'sid=abc; Path=/; HttpOnly' },
          { name: 'accept', value: '*/*' },
        ],
      }),
    ).toEqual({
      newPassword: '[redacted:field]',
      headers: {
        Authorization: 'Bearer [redacted:field]',
        cookie: 'sid=[redacted:field]; theme=[redacted:field]',
        accept: '*/*',
      },
      pairs: [
        { name: 'Set-Cookie', value: 'sid=[redacted:field]; Path=/; HttpOnly' },
        { name: 'accept', value: '*/*' },
      ],
    });
  });

  test('that is undefined stays so', () => {
    expect(redactor.value<unknown>(undefined)).toBeUndefined();
  });
});
