import { expect, test } from 'vitest';
import { HOSTILE } from '../kernel/testing/hostile.ts';
import { attachmentName } from './attachment-name.ts';

test.each(HOSTILE)('%s gets into no file name', (_name, character) => {
  expect(attachmentName(`x/a${character}b.txt`)).toBe('x/a-b.txt');
  expect(attachmentName(`a.t${character}t`)).toBe('a.t-t');
});

test.each([
  ['CON', 'CON-'],
  ['nul.txt', 'nul-.txt'],
  ['com1.tar.gz', 'com1-.tar.gz'],
  ['logs/aux/a.txt', 'logs/aux-/a.txt'],
  ['console.txt', 'console.txt'],
  ['a.', 'a-'],
  ['a. ', 'a.-'],
  ['..a', '..a'],
])('%j is no device and no name that Windows refuses: %j', (name, safe) =>
  expect(attachmentName(name)).toBe(safe),
);

test('a long name is cut by its bytes, between characters', () => {
  const name = attachmentName(`${'漢'.repeat(200)}.${'é'.repeat(200)}`) ?? '';
  expect(name).toBe(`${'漢'.repeat(40)}.${'é'.repeat(9)}`);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
});

test('a deep one is folded: no path becomes too long', () => {
  const name = attachmentName(`${'folder/'.repeat(500)}a.txt`) ?? '';
  expect(name.split('/')).toHaveLength(12);
  expect(Buffer.byteLength(name)).toBeLessThan(2000);
});
