import { expect, test } from 'vitest';
import { describe } from './description.ts';

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

test('leaves out patterns that the tool cannot make values of, and no other', () => {
  const properties = {
    a: { ...text, pattern: '^[^\\p{Cc}\\P{L}]*$' },
    b: { ...text, pattern: '^[a-z]{1,3}$' },
    pattern: { ...text, maxLength: 3 },
  };
  const paths = { '/a': { post: { properties } } };
  const given = describe(JSON.stringify({ openapi: '3.1.0', paths }), '', undefined).document;
  expect(given['paths']).toEqual({ '/a': { post: { properties: { ...properties, a: text } } } });
});
