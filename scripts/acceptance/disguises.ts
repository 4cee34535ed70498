import { deflateSync, gzipSync } from 'node:zlib';

type Write = (secret: string) => string;

const base64: Write = (text) => Buffer.from(text).toString('base64');
const url: Write = (text) => encodeURIComponent(text);
const json: Write = (text) => JSON.stringify(text).slice(1, -1);
const html: Write = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const hex: Write = (text) => Buffer.from(text).toString('hex');
const each = (text: string, write: (code: number) => string) =>
  Array.from(text, (letter) => write(letter.codePointAt(0) ?? 0)).join('');
const wrapped = (text: string, width: number, end: string) =>
  text.replaceAll(new RegExp(`.{${width}}`, 'g'), (line) => line + end);
const digits = (code: number, length: number) => code.toString(16).padStart(length, '0');
const big: Write = (text) => Buffer.from(text, 'utf16le').swap16().toString('latin1');
const around = (text: string) => `${'user:'.repeat(17)}${text}${'!'.repeat(60)}`;

/** The ways in which tools, libraries and careless tests write a secret, by name. evidence/README.md refers to this list. */
export const DISGUISES: ReadonlyMap<string, Write> = new Map<string, Write>([
  ['as it is', (s) => s],
  ['in upper case', (s) => s.toUpperCase()],
  ['in lower case', (s) => s.toLowerCase()],
  ['its first 12 characters, cut', (s) => `'${s.slice(0, 12)}…'`],
  ['its first 9 characters, cut with dots', (s) => `${s.slice(0, 9)}...`],
  ['its last 12 characters', (s) => `…${s.slice(-12)}`],
  ['twelve characters of its middle', (s) => `…${s.slice(8, 20)}…`],
  ['line by line, as in a diff', (s) => `- ${s.slice(0, 20)}\n+ ${s.slice(20)}`],
  ['as a slug', (s) => s.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')],
  ['as a slug with underscores', (s) => s.replaceAll(/\W+/g, '_')],
  ['in a file name', (s) => s.replaceAll(/[^\w.-]/g, '-')],
  ['JSON', json],
  ['JSON in JSON', (s) => json(json(s))],
  ['JSON in JSON in JSON', (s) => json(json(json(s)))],
  ['JSON with Unicode escapes', (s) => each(s, (code) => `\\u${digits(code, 4)}`)],
  ['JavaScript with hexadecimal escapes', (s) => each(s, (code) => `\\x${digits(code, 2)}`)],
  ['octal escapes', (s) => each(s, (code) => `\\${code.toString(8).padStart(3, '0')}`)],
  ['HTML', html],
  ['HTML text', (s) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
  ['HTML twice', (s) => html(html(s))],
  ['decimal entities', (s) => each(s, (code) => `&#${code};`)],
  ['hexadecimal entities', (s) => each(s, (code) => `&#x${code.toString(16)};`)],
  ['URL-encoded', url],
  ['URL-encoded twice', (s) => url(url(s))],
  ['URL-encoded throughout', (s) => each(s, (code) => `%${digits(code, 2)}`)],
  ['form-encoded', (s) => new URLSearchParams({ s }).toString().slice(2)],
  ['URL-encoded JSON', (s) => url(json(s))],
  ['JSON in HTML', (s) => html(json(s))],
  ['CSV', (s) => `"${s.replaceAll('"', '""')}"`],
  ['hexadecimal', hex],
  ['hexadecimal in upper case', (s) => hex(s).toUpperCase()],
  ['hexadecimal with spaces', (s) => `<Buffer ${hex(s).replaceAll(/(..)(?=.)/g, '$1 ')}>`],
  ['hexadecimal with colons', (s) => hex(s).replaceAll(/(..)(?=.)/g, '$1:')],
  ['a list of bytes', (s) => JSON.stringify(Buffer.from(s))],
  ['a list of bytes, one a line', (s) => JSON.stringify([...Buffer.from(s)], null, 2)],
  ...['', 'a', 'ab'].map(
    (before) => [`base64 after ${before.length}`, (s: string) => base64(before + s)] as const,
  ),
  ['base64 of basic authentication', (s) => `Basic ${base64(`user@example.test:${s}`)}`],
  ['base64 for URLs', (s) => Buffer.from(s).toString('base64url')],
  ['base64 wrapped at 76', (s) => wrapped(base64(around(s)), 76, '\n')],
  ['base64 wrapped at 64 as in mail', (s) => wrapped(base64(around(s)), 64, '\r\n')],
  ['wrapped base64 in JSON', (s) => json(wrapped(base64(around(s)), 76, '\n'))],
  ['URL-encoded base64', (s) => url(base64(s))],
  ['base64 of base64', (s) => base64(base64(s))],
  ['base64 of hexadecimal', (s) => base64(hex(s))],
  ['hexadecimal of base64', (s) => hex(base64(s))],
  ['base64 of JSON', (s) => base64(JSON.stringify({ password: s }))],
  ['base64 of a URL', (s) => base64(`https://example.test/?q=${url(s)}`)],
  ['UTF-16', (s) => Buffer.from(s, 'utf16le').toString('latin1')],
  ['UTF-16, most significant byte first', big],
  ['base64 of UTF-16', (s) => Buffer.from(s, 'utf16le').toString('base64')],
  ['gzip in base64', (s) => gzipSync(around(s)).toString('base64')],
  ['zlib in base64', (s) => deflateSync(around(s)).toString('base64')],
  ['gzip in hexadecimal', (s) => gzipSync(around(s)).toString('hex')],
  ['base64 in a gzip in base64', (s) => gzipSync(base64(around(s))).toString('base64')],
]);
