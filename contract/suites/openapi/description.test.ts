import { expect, test } from 'vitest';
import { type Description, describe } from './description.ts';

const schema = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    size: { type: 'integer' },
    note: { type: ['string', 'null'] },
  },
  required: ['id', 'size'],
  additionalProperties: false,
};
const documentWith = (answer: object) => ({
  openapi: '3.1.0',
  info: { title: 'Files', version: '1' },
  paths: {
    '/files/{id}': {
      get: {
        responses: { 200: { description: 'A file', content: { 'application/json': { schema: answer } } } },
      },
      delete: { responses: { 204: { description: 'Gone' } } },
    },
  },
});
const READ = 'GET /files/{id}';
const file = { id: '6f0c1c52-8f0e-4d0a-9c1f-2f6d1a7b3c4d', size: 3 };
const differenceOf = (description: Description, body: unknown, status = 200, type = 'application/json') =>
  description.difference(READ, { status, body, headers: new Headers({ 'content-type': type }) });

test('knows its operations, and that it is valid', async () => {
  const description = await describe(documentWith(schema));
  expect(description).toMatchObject({ version: '3.1.0', flaw: undefined, open: [] });
  expect(description.operations).toEqual(['DELETE /files/{id}', READ]);
});

test('says what is no OpenAPI', async () => {
  expect((await describe({ ...documentWith(schema), info: {} })).flaw).toContain('info');
});

test('an answer as described has no difference', async () => {
  const description = await describe(documentWith(schema));
  expect(differenceOf(description, file)).toBeUndefined();
  expect(differenceOf(description, { ...file, note: null })).toBeUndefined();
  const gone = { status: 204, body: '', headers: new Headers() };
  expect(description.difference('DELETE /files/{id}', gone)).toBeUndefined();
});

test.each([
  ['a missing field', { id: file.id }, 'size'],
  ['a field of another type', { ...file, size: '3' }, 'size'],
  ['a field in another format', { ...file, id: '7' }, 'id'],
  ['a field that is not described', { ...file, colour: 'red' }, 'colour'],
  ['no object', 'text', 'expected object'],
])('names %s', async (_title, body, named) => {
  expect(differenceOf(await describe(documentWith(schema)), body)).toContain(named);
});

test('names an undocumented status, type, body and operation', async () => {
  const description = await describe(documentWith(schema));
  expect(differenceOf(description, file, 418)).toContain('observed 418');
  expect(differenceOf(description, '<p>', 200, 'text/html')).toContain('observed text/html');
  const gone = { status: 204, body: {}, headers: new Headers({ 'content-type': 'application/json' }) };
  expect(description.difference('DELETE /files/{id}', gone)).toContain('observed application/json');
  expect(description.difference('GET /nowhere', { ...gone, status: 200 })).toContain('observed 200');
});

test('says where an answer may hold more than is described', async () => {
  const { open } = await describe(documentWith({ ...schema, additionalProperties: undefined }));
  expect(open.join()).toContain(READ);
});
