import { expect, test } from 'vitest';
import { describe } from './description.ts';

const text = { type: 'string' };
const document = {
  openapi: '3.1.0',
  paths: {
    '/runs/{id}': { parameters: [], get: {}, delete: {} },
    '/runs/latest': { get: {} },
    '/hooks': { post: {} },
  },
};
const read = () => describe(JSON.stringify(document), 'http://api/openapi.json', undefined);

test('tells which operations there are, and which of them a request is for', () => {
  const { operations, operationOf } = read();
  expect(operations).toEqual(['GET /runs/{id}', 'DELETE /runs/{id}', 'GET /runs/latest', 'POST /hooks']);
  expect(operationOf('GET', '/runs/latest')).toBe('GET /runs/latest');
  expect(operationOf('GET', '/runs/7')).toBe('GET /runs/{id}');
  expect(operationOf('GET', '/runs/')).toBeUndefined();
  expect(operationOf('POST', '/runs/7')).toBeUndefined();
  expect(operationOf('GET', '/runs/7/more')).toBeUndefined();
});

test('gives the product no address but the one that it may ask, and lets it answer with others', () => {
  const uri = { ...text, format: 'uri' };
  const hook = { type: 'object', properties: { url: uri } };
  const body = (one: object) => ({ content: { 'application/json': { schema: one } } });
  const reference = { $ref: '#/components/schemas/Hook' };
  const paths = {
    '/hooks': { post: { requestBody: body(reference), responses: { 201: body(reference) } } },
    '/links': { post: { parameters: [{ schema: uri }], responses: { 201: body(uri) } } },
  };
  const whole = { openapi: '3.1.0', paths, components: { schemas: { Hook: hook } } };
  const only = { type: 'string', enum: ['http://here/hooks'] };
  expect(describe(JSON.stringify(whole), '', 'http://here/hooks').document).toEqual({
    openapi: '3.1.0',
    paths: {
      '/hooks': {
        post: {
          requestBody: body({ $ref: '#/components/schemas/sent.Hook' }),
          responses: { 201: body(reference) },
        },
      },
      '/links': { post: { parameters: [{ schema: only }], responses: { 201: body(uri) } } },
    },
    components: { schemas: { Hook: hook, 'sent.Hook': { ...hook, properties: { url: only } } } },
  });
});

test('leaves out what a stream of events is as a whole', () => {
  const content = { 'text/event-stream': { schema: text }, 'text/plain': { schema: text } };
  const paths = { '/a': { get: { responses: { 200: { content } } } } };
  const given = describe(JSON.stringify({ openapi: '3.1.0', paths }), '', undefined).document;
  const expected = { 'text/event-stream': {}, 'text/plain': { schema: text } };
  expect(given['paths']).toEqual({ '/a': { get: { responses: { 200: { content: expected } } } } });
});

test('takes a file of JSON for any JSON, for what it is made of is bytes', () => {
  const bytes = { ...text, format: 'binary', minLength: 1 };
  const content = { 'application/json': { schema: bytes }, 'text/plain': { schema: bytes } };
  const paths = { '/a': { post: { requestBody: { content } } } };
  const given = describe(JSON.stringify({ openapi: '3.1.0', paths }), '', undefined).document;
  const expected = { 'application/json': { schema: {} }, 'text/plain': { schema: bytes } };
  expect(given['paths']).toEqual({ '/a': { post: { requestBody: { content: expected } } } });
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
