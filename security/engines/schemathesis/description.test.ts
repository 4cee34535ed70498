import { expect, test } from 'vitest';
import { describe, plainPattern } from './description.ts';

const text = { type: 'string' };
const document = {
  openapi: '3.1.0',
  paths: {
    '/runs/{id}': { parameters: [], get: {}, delete: {} },
    '/runs/latest': { get: {} },
    '/hooks': { post: { schema: { type: 'object', properties: { url: { ...text, format: 'uri' } } } } },
  },
};
const read = (leadingTo?: string) => describe(JSON.stringify(document), 'http://api/openapi.json', leadingTo);

test('tells which operations there are, and which of them a request is for', () => {
  const { operations, operationOf } = read();
  expect(operations).toEqual(['GET /runs/{id}', 'DELETE /runs/{id}', 'GET /runs/latest', 'POST /hooks']);
  expect(operationOf('GET', '/runs/latest')).toBe('GET /runs/latest');
  expect(operationOf('GET', '/runs/7')).toBe('GET /runs/{id}');
  expect(operationOf('GET', '/runs/')).toBeUndefined();
  expect(operationOf('POST', '/runs/7')).toBeUndefined();
  expect(operationOf('GET', '/runs/7/more')).toBeUndefined();
});

test('gives the product no address but the one that it may ask', () => {
  expect(JSON.stringify(read('http://here/hooks').document)).toContain(
    '"url":{"type":"string","enum":["http://here/hooks"]}',
  );
  expect(JSON.stringify(read().document)).toContain('"format":"uri"');
});

test.each([
  ['no JSON', '<html>'],
  ['no OpenAPI', '{"paths":{}}'],
  ['another version', '{"swagger":"2.0","openapi":"2.0","paths":{"/":{"get":{}}}}'],
  ['nothing', '{"openapi":"3.1.0","paths":{}}'],
  ['no operation', '{"openapi":"3.1.0","paths":{"/":{"parameters":[]}}}'],
])('refuses a document of %s', (_, words) => {
  expect(() => describe(words, 'http://api/openapi.json', undefined)).toThrow(
    /http:\/\/api\/openapi\.json is no OpenAPI 3/,
  );
});

test.each([
  ['^[^\\p{Cc}\\p{Cs}]*$', ['a b', 'ü'], ['\n', '\u0085']],
  ['^[\\t\\n\\r\\P{Cc}]*$', ['a\n\u{10ffff}'], ['\u0000', '\u007f']],
  ['^[^\\p{Cs}]*$', ['a\n'], []],
  ['^[a-z]{1,3}$', ['abc'], ['abcd']],
])('%s says the same without classes that Python does not know', (pattern, right, wrong) => {
  const plain = plainPattern(pattern);
  expect(plain).not.toContain('\\p');
  for (const one of right) expect(one).toMatch(new RegExp(plain, 'u'));
  for (const one of wrong) expect(one).not.toMatch(new RegExp(plain, 'u'));
});
