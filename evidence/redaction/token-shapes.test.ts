import { describe, expect, test } from 'vitest';
import { Redactor } from '../redaction.ts';
import { ShapeFilter } from './shape-filter.ts';
import { LONGEST_SHAPE_BYTES } from './token-shapes.ts';

const redactor = new Redactor();
const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U`;
const AWS = `AKIAIOSFODNN7EXAMPLE`;
const GITHUB = `ghp_16C7e42F292c6912E7710c838347Ae178B4a`;
const SLACK = `xoxb-2052531240-VZ4TZP4`;
const STRIPE = `sk_live_4eC39HqLyjWDarjtT1zdp7dc`;
const KEY = [
  '-----BEGIN RSA PRIVATE KEY-----',
  'MIIEpAIBAAKCAQEA7',
  'bq+/x==',
  '-----END RSA PRIVATE KEY-----',
];

const CASES: [name: string, text: string, expected: string][] = [
  ['a JWT', `token is ${JWT}.`, 'token is [redacted:jwt].'],
  ['an AWS key', `key ${AWS} used`, 'key [redacted:aws-key] used'],
  ['a GitHub token', `clone with ${GITHUB}`, 'clone with [redacted:github-token]'],
  ['a Slack token', `post as ${SLACK}`, 'post as [redacted:slack-token]'],
  ['a payment key', `charge with ${STRIPE}`, 'charge with [redacted:payment-key]'],
  ['a private key', `a\n${KEY.join('\n')}\nb`, 'a\n[redacted:private-key]\nb'],
  ['a private key in JSON', JSON.stringify({ k: KEY.join('\n') }), '{"k":"[redacted:private-key]"}'],
  ['a private key without its end', KEY.slice(0, 3).join('\n'), '[redacted:private-key]'],
  [
    'a header',
    'Authorization: Bearer abc.def\r\nHost: x',
    'Authorization: Bearer [redacted:header]\r\nHost: x',
  ],
  ['a header of Basic', 'authorization: Basic dXNlcjpwYXNz\n', 'authorization: Basic [redacted:header]\n'],
  ['a header without a scheme', 'Authorization: abcdef', 'Authorization: [redacted:header]'],
  [
    'a header in a command',
    "curl -H 'Authorization: Bearer abc' x",
    "curl -H 'Authorization: Bearer [redacted:header]' x",
  ],
  ['a bearer token in prose', 'sent Bearer abcdef123456 there', 'sent Bearer [redacted:bearer] there'],
  ['basic credentials in prose', 'sent Basic dXNlcjpwYXNz12== there', 'sent Basic [redacted:bearer] there'],
  [
    'a cookie header',
    'Cookie: sid=abc; theme=dark\r\n',
    'Cookie: sid=[redacted:header]; theme=[redacted:header]\r\n',
  ],
  [
    'a cookie that is set, with its attributes kept',
    'set-cookie: sid=abc; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax\n',
    'set-cookie: sid=[redacted:header]; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax\n',
  ],
  [
    'cookies in a list',
    '{"set-cookie":["sid=abc; Secure","x=def; Path=/"]}',
    '{"set-cookie":["sid=[redacted:cookies]; Secure","x=[redacted:cookies]; Path=/"]}',
  ],
  [
    'headers of a HAR',
    '{"name":"Authorization","value":"Bearer abc"},{"name":"Accept","value":"*/*"}',
    '{"name":"Authorization","value":"Bearer [redacted:pair]"},{"name":"Accept","value":"*/*"}',
  ],
  [
    'cookies of a HAR',
    '{ "name": "connect.sid", "value": "s%3Aabc" }',
    '{ "name": "connect.sid", "value": "[redacted:pair]" }',
  ],
  ['a field of JSON', '{"password":"a\\"b","x":"y"}', '{"password":"[redacted:field]","x":"y"}'],
  [
    'a field of JSON in JSON',
    '"{\\"password\\":\\"a b\\",\\"x\\":1}"',
    '"{\\"password\\":\\"[redacted:field]\\",\\"x\\":1}"',
  ],
  [
    'a longer name',
    '{"newPassword" : "abc", "api_key":"d"}',
    '{"newPassword" : "[redacted:field]", "api_key":"[redacted:field]"}',
  ],
  ['a number in JSON', '{"password":12345678}', '{"password":"[redacted:number]"}'],
  ['a field of JavaScript', "login({ password: 'abc' })", "login({ password: '[redacted:field]' })"],
  ['a form body', 'user=a&password=b%20c&x=1', 'user=a&password=[redacted:parameter]&x=1'],
  [
    'a query string',
    'GET /cb?access_token=abc&state=1 HTTP/1.1',
    'GET /cb?access_token=[redacted:parameter]&state=1 HTTP/1.1',
  ],
  ['letters beyond ASCII', 'password=voilà-ça&x=1', 'password=[redacted:parameter]&x=1'],
  [
    'a database URL',
    'postgres://app:pa55@127.0.0.1:5432/x',
    'postgres://app:[redacted:url]@127.0.0.1:5432/x',
  ],
  ['a URL without a user', 'redis://:pa55@localhost/0', 'redis://:[redacted:url]@localhost/0'],
];

describe('what looks like a credential is taken out:', () => {
  test.each(CASES)('%s', (_name, text, expected) => {
    expect(redactor.text(text)).toBe(expected);
  });

  test.each(CASES)('%s, wherever chunks are cut', (_name, text, expected) => {
    for (let cut = 1; cut < Buffer.byteLength(text); cut++) {
      const filter = redactor.filter();
      const bytes = Buffer.from(text);
      const parts = [filter.push(bytes.subarray(0, cut)), filter.push(bytes.subarray(cut)), filter.end()];
      expect(Buffer.concat(parts).toString(), `cut at ${cut}`).toBe(expected);
    }
  });

  test.each(CASES)('%s, and what comes out stays as it is when redacted again', (_name, _text, expected) => {
    expect(redactor.text(redactor.text(expected))).toBe(redactor.text(expected));
  });

  test('in the middle of megabytes, far from and near to the borders of chunks', () => {
    const filler = 'GET /api/users?page=2 200 12ms\n'.repeat(40_000);
    const text = Buffer.from(`${filler}${JWT}\n${filler}`);
    const filter = redactor.filter();
    const parts: Buffer[] = [];
    for (let at = 0; at < text.length; at += 65_536) parts.push(filter.push(text.subarray(at, at + 65_536)));
    parts.push(filter.end());
    expect(Buffer.concat(parts).toString() === `${filler}[redacted:jwt]\n${filler}`).toBe(true);
  });

  test('with what stands before it in mind, also across the border of what was given out', () => {
    const text = Buffer.from(`${'-'.repeat(999)}x${AWS} ${'y'.repeat(LONGEST_SHAPE_BYTES - AWS.length - 1)}`);
    const filter = new ShapeFilter();
    const given = filter.push(text);
    expect(given).toHaveLength(1000);
    expect(Buffer.concat([given, filter.end()]).equals(text)).toBe(true);
  });
});

describe('what only resembles a credential is kept:', () => {
  test.each([
    'Basic authentication is required; a bearer token was expected',
    'the password: it must have 8 characters',
    '<label for="password">Password:</label><input name="password" type="password">',
    '{"required":["email","password"],"password":{"type":"string"}}',
    'password must not be empty, token expired, cookie jar',
    'http://127.0.0.1:3000/a@b?x=http://c:80/d',
    'at login (file:///app/session.ts:12:7) inside: "x"',
    'const password = readPassword();',
    'eyJhbGciOiJIUzI1NiJ9 alone is no JWT',
    '{"tokens":5,"sessionId":null}',
  ])('%s', (text) => {
    expect(redactor.text(text)).toBe(text);
  });
});
