import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deriveRows } from './derive-rows.ts';
import { readOpenApi } from './read-openapi.ts';
import { writeContract } from './write-contract.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'openapi-'))));
afterEach(() => rmSync(root, { recursive: true }));

const SHOP = `
openapi: 3.0.3
info: { title: "The shop's API", version: '1' }
servers: [{ url: 'https://shop.test/api/' }]
security: [{ bearer: [] }]
paths:
  /items:
    get:
      security: []
      parameters: [{ name: limit, in: query, required: true, schema: { type: integer, default: 10 } }]
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } } }
    post:
      requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: made } }
  /items/{id}:
    parameters: [{ $ref: '#/components/parameters/Id' }]
    delete: { responses: { '204': { description: gone } } }
  /orders/{order}:
    get:
      parameters: [{ name: order, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: ok } }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  parameters: { Id: { name: id, in: path, required: true, schema: { type: integer }, example: 7 } }
  schemas:
    Item: { type: object, required: [id], properties: { id: { type: integer }, parts: { type: array, items: { $ref: '#/components/schemas/Item' } } } }
`;

async function rowsOf(text: string) {
  const file = join(root, 'api.yaml');
  writeFileSync(file, text);
  return deriveRows(await readOpenApi(file));
}

const write = async (text: string) => writeContract(await rowsOf(text), { root, name: 'shop', role: 'api' });
const read = (file: string) => readFileSync(join(root, 'contract/suites/shop', file), 'utf8');

test('asks what the document gives values for, and says of the rest what is missing', async () => {
  const { operations, prefix } = await rowsOf(SHOP);
  expect(prefix).toBe('/api');
  expect(operations.map(({ name, path, leftOut }) => [name, path, leftOut])).toEqual([
    ['GET /items', '/items?limit=10', undefined],
    ['POST /items', '/items', 'no example of the body: give it one in the document'],
    ['DELETE /items/{id}', '/items/7', undefined],
    ['GET /orders/{order}', undefined, expect.stringContaining('no value for the path parameter order')],
  ]);
});

test('whoever need not sign in is let in, whoever must is refused, and nothing is made up', async () => {
  const { access } = await rowsOf(SHOP);
  expect(access.map(({ operation, anonymous, user }) => [operation, anonymous, user])).toEqual([
    ['GET /items', 'allowed', null],
    ['POST /items', null, null],
    ['DELETE /items/{id}', 'refused', null],
    ['GET /orders/{order}', null, null],
  ]);
});

test.each([
  ['3.0.3', 'openapi-3.0', '#/definitions/Item'],
  ['3.1.0', 'draft-2020-12', '#/$defs/Item'],
])('of OpenAPI %s a schema that refers to itself can be checked', async (version, dialect, reference) => {
  const rows = await rowsOf(SHOP.replace('3.0.3', version));
  expect(rows).toMatchObject({ dialect, unchecked: [] });
  expect(rows.operations[0]?.answers['200']?.['application/json']?.schema).toEqual({ $ref: reference });
});

test('declares as many checks as run at once', async () => {
  const { next } = await write(SHOP);
  // One that is open to anybody, and the path that is none; who may ask it, and who may not delete.
  expect(read('shop.suite.ts')).toMatch(/expects: \{ checks: 2 \}[^]*expects: \{ checks: 2 \}/);
  expect(read('shop.suite.ts')).toContain('Each operation of The shops API answers');
  expect(read('api.ts')).toContain("url('api')");
  expect(next.join('\n')).toContain('POST /items is not asked: no example of the body');
});

test('written again, the rows are new, and what people wrote stays', async () => {
  await write(SHOP);
  const file = join(root, 'contract/suites/shop/sign-in.ts');
  writeFileSync(file, 'mine');
  const access = JSON.parse(read('access.json')) as Record<string, unknown>[];
  const said = access.map((row) => (row['operation'] === 'GET /items' ? { ...row, user: 'allowed' } : row));
  writeFileSync(join(root, 'contract/suites/shop/access.json'), JSON.stringify(said));
  const { kept } = await write(SHOP.replace('/orders/{order}', '/bills/{order}'));
  expect(kept).toContain('contract/suites/shop/sign-in.ts');
  expect(readFileSync(file, 'utf8')).toBe('mine');
  const now = JSON.parse(read('access.json')) as { operation: string; user: unknown }[];
  expect(now.map(({ operation, user }) => [operation, user])).toEqual([
    ['GET /items', 'allowed'],
    ['POST /items', null],
    ['DELETE /items/{id}', null],
    ['GET /bills/{order}', null],
  ]);
});

test.each([
  ['{"swagger":"2.0"}', /got Swagger 2\.0; OpenAPI 3 is read\. Fix: convert it/],
  ['a: [', /api\.yaml: /],
  ['hello', /got no document of OpenAPI 3/],
  ['openapi: 3.0.3\npaths: {}', /got no document of OpenAPI 3: .*info/],
])('%j is refused', async (text, why) => {
  await expect(rowsOf(text)).rejects.toThrow(why);
});

test('a role that no URL can have is refused, for it goes into a program', async () => {
  const rows = await rowsOf(SHOP);
  expect(() => writeContract(rows, { root, name: 'shop', role: "a');" })).toThrow('--role: got');
});

test('a document without an operation is refused, for nothing would be asked', async () => {
  await expect(write("openapi: 3.0.3\ninfo: { title: a, version: '1' }\npaths: {}")).rejects.toThrow(
    'describes no operation',
  );
});

test.each(['[{"operation": "GET /items",', '{}', '[{"user": "allowed"}]'])(
  'what was said of access is never written over where it cannot be read: %s',
  async (said) => {
    await write(SHOP);
    writeFileSync(join(root, 'contract/suites/shop/access.json'), said);
    await expect(write(SHOP)).rejects.toThrow(/access\.json: got no list of operations.*Fix: correct it/s);
    expect(read('access.json')).toBe(said);
  },
);
