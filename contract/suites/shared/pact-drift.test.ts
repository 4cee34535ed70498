import { expect, test } from 'vitest';
import { driftOf } from './pact-drift.ts';

const car = {
  type: 'object',
  required: ['id', 'colour'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', format: 'uuid' },
    colour: { type: 'string', enum: ['red', 'blue'] },
    owner: { anyOf: [{ type: 'object', properties: { name: { type: 'string' } } }, { type: 'null' }] },
    wheels: { type: 'array', items: { type: 'object', properties: { inches: { type: 'integer' } } } },
  },
};
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const openapi = {
  openapi: '3.1.0',
  info: { title: 'Cars', version: '1' },
  paths: {
    '/cars/{id}': {
      parameters: [],
      get: {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'full', in: 'query', schema: { type: 'boolean' } },
        ],
        responses: { 200: { description: 'It.', ...json(car) } },
      },
      put: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: json({
          type: 'object',
          required: ['colour'],
          additionalProperties: false,
          properties: {
            colour: { type: 'string', enum: ['red', 'blue'], pattern: String.raw`^[^\p{Cc}]*$` },
          },
        }),
        responses: { 204: { description: 'Done.' } },
      },
    },
  },
};
delete (openapi.paths['/cars/{id}'] as { parameters?: unknown }).parameters;

const body = (content: unknown) => ({ content, contentType: 'application/json', encoded: false });
const get = (answer: object, rest: object = {}) => ({
  interactions: [
    {
      description: 'a look',
      request: { method: 'GET', path: '/cars/7', ...rest },
      response: { status: 200, ...answer },
    },
  ],
});
const put = (content: object, status = 204) => ({
  interactions: [
    {
      description: 'a coat of paint',
      request: { method: 'PUT', path: '/cars/7', body: body(content) },
      response: { status },
    },
  ],
});

test.each([
  get({ body: body({ colour: 'red', owner: null, wheels: [{ inches: 15 }] }) }),
  get({ body: body({ owner: { name: 'Ann' } }) }, { query: { full: ['true'] } }),
  put({ colour: 'blue' }),
])('what stands in the description is no drift: %j', async (pact) =>
  expect(await driftOf(pact, openapi)).toEqual([]),
);

test.each([
  [get({ body: body({ price: 3 }) }), 'a look: $.price is not described'],
  [get({ body: body({ colour: 'green' }) }), 'a look: $.colour: '],
  [get({ body: body({ wheels: [{ inches: '15' }] }) }), 'a look: $.wheels[0].inches: '],
  [get({ body: body({ owner: { age: 3 } }) }), 'a look: $.owner.age is not described'],
  [get({ status: 404 }), 'a look: the status 404 is not described'],
  [get({}, { path: '/lorries/7' }), 'a look: GET /lorries/7 is not described'],
  [get({}, { method: 'DELETE' }), 'a look: DELETE /cars/7 is not described'],
  [get({}, { query: { deep: ['1'] } }), 'a look: the query deep is not described'],
  [put({ colour: 'green' }), 'a coat of paint: its body is not as described'],
  [put({ colour: 'red', shine: true }), 'a coat of paint: its body is not as described'],
])('what does not is named: %j', async (pact, drift) => {
  const [first = '', ...others] = await driftOf(pact, openapi);
  expect(first).toContain(drift);
  expect(others).toEqual([]);
});
