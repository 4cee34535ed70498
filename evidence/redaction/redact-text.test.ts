import { expect, test } from 'vitest';
import { Redactor } from '../redaction.ts';
import { redactText } from './redact-text.ts';

const SECRET = 'Zk3q7WmQ9rT2xL5v';
const redactor = new Redactor([SECRET, '98765432']);
const redact = (name: string, text: string) => redactText(redactor, name, Buffer.from(text)).toString();

test.each(['report.js', 'x.mjs', 'style.css'])(
  'code keeps its assignments, but no secret and no token: %s',
  (name) => {
    const code = `e.password=t;let s={token:"abc"};`;
    expect(redact(name, `${code}"${SECRET}";"AKIAIOSFODNN7EXAMPLE"`)).toBe(
      `${code}"[redacted]";"[redacted:aws-key]"`,
    );
  },
);

test.each([
  '<script>',
  '<script type="module">',
  "<script type='text/javascript' defer>",
  '<SCRIPT crossorigin>',
  '<style>',
])('so does the code in a page, and text around it does not: %s', (tag) => {
  const end = tag === '<style>' ? '</style>' : '</script>';
  const page = (value: string) => `<html>${tag}e.password=t,"${value}"${end}<a href="?password=${value}">`;
  expect(redact('index.html', page(SECRET))).toBe(
    `<html>${tag}e.password=t,"[redacted]"${end}<a href="?password=[redacted]">`,
  );
  expect(redact('index.html', page('abc'))).toBe(
    `<html>${tag}e.password=t,"abc"${end}<a href="?password=[redacted:parameter]">`,
  );
});

test('data in a page is no code', () => {
  const page = '<!doctype html><script type="application/json">{"password":"abc"}</script>';
  expect(redact('page', page)).toBe(page.replace('abc', '[redacted:field]'));
});

test.each([
  ['a number', { pin: 98765432, list: [98765432, 1], in: 1987654321 }],
  [
    'an empty value',
    {
      password: '',
      a: 'b',
      pairs: [
        { name: 'cookie', value: '' },
        { name: 'x', value: 'y' },
      ],
    },
  ],
  ['a value that ends in a backslash', { password: 'a\\', x: 'y', s: SECRET }],
  ['a number with a telling name', { token: 1234.5, x: SECRET }],
  ['a secret behind an escape', { x: `\n${SECRET}`, y: `\\${SECRET}"`, z: `"${SECRET}\\` }],
])('JSON stays JSON: %s', (_, value) => {
  const lines = [JSON.stringify(value), JSON.stringify({ other: 1 }), ''];
  for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2), lines.join('\n')]) {
    const redacted = redact('a.trace', text);
    const parts = text.includes('other') ? redacted.trim().split('\n') : [redacted];
    for (const part of parts) expect(() => void JSON.parse(part), part).not.toThrow();
    expect(redacted).not.toMatch(/Zk3q7W|:\s*98765432|107,\s*51,\s*113/);
    expect(parts.map((part) => JSON.stringify(Object.keys(JSON.parse(part) as object)))[0]).toBe(
      JSON.stringify(Object.keys(value)),
    );
  }
});
