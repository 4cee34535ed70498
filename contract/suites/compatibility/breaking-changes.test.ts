import { expect, test } from 'vitest';
import { breakingChanges } from './breaking-changes.ts';

type Json = Readonly<Record<string, unknown>>;
const string = { type: 'string' };
const object = (properties: Json, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const json = (schema: Json) => ({ content: { 'application/json': { schema } } });
const api = (operation: Json, path = '/cars') => ({
  openapi: '3.1.0',
  info: { title: 'Cars', version: '1' },
  paths: { [path]: { post: { responses: { 201: { description: 'Made.' } }, ...operation } } },
});
const taking = (schema: Json) => api({ requestBody: json(schema) });
const answering = (schema: Json, status = 201) =>
  api({ responses: { [status]: { description: 'It.', ...json(schema) } } });
const asking = (...parameters: Json[]) => api({ parameters });
const query = (name: string, rest: Json = {}) => ({ name, in: 'query', schema: string, ...rest });

test.each<[string, Json, Json]>([
  ['an operation', api({}), { ...api({}), paths: { ...api({}).paths, ...api({}, '/lorries').paths } }],
  ['a parameter', asking(), asking(query('full'))],
  ['a field that may be sent', taking(object({})), taking(object({ colour: string }))],
  ['a field of an answer', answering(object({})), answering(object({ colour: string }, ['colour']))],
  ['a value that is taken', taking({ enum: ['red'] }), taking({ enum: ['red', 'blue'] })],
  ['a longer text that is taken', taking({ ...string, maxLength: 5 }), taking({ ...string, maxLength: 9 })],
  ['less that is answered', answering({ enum: ['red', 'blue'] }), answering({ enum: ['red'] })],
  ['a type that is taken', taking(string), taking({ anyOf: [string, { type: 'null' }] })],
])('what is added breaks nobody: %s', async (_what, before, after) =>
  expect(await breakingChanges(before, after)).toEqual([]),
);

const wheels = (inches: Json) => object({ wheels: { type: 'array', items: object({ inches }) } });

test.each<[string, Json, Json]>([
  ['is gone', api({}), api({}, '/lorries')],
  ['query full is not taken any more', asking(query('full')), asking()],
  ['query full is required now', asking(query('full')), asking(query('full', { required: true }))],
  ['query full is new and required', asking(), asking(query('full', { required: true }))],
  ['a body is required now', api({}), api({ requestBody: { required: true, ...json(string) } })],
  ['its body is not taken any more', taking(string), api({})],
  ['body.colour is not taken any more', taking(object({ colour: string })), taking(object({}))],
  [
    'body.colour is required now',
    taking(object({ colour: string })),
    taking(object({ colour: string }, ['colour'])),
  ],
  ['body takes no string any more', taking(string), taking({ type: 'integer' })],
  ['body takes no null any more', taking({ anyOf: [string, { type: 'null' }] }), taking(string)],
  ['body does not take blue any more', taking({ enum: ['red', 'blue'] }), taking({ enum: ['red'] })],
  ['body does not take other values any more', taking(string), taking({ ...string, enum: ['red'] })],
  ['body has a maxLength of 5 now', taking({ ...string, maxLength: 9 }), taking({ ...string, maxLength: 5 })],
  ['body has a minLength of 2 now', taking(string), taking({ ...string, minLength: 2 })],
  ['body has another pattern now', taking(string), taking({ ...string, pattern: '^a' })],
  [
    'body.wheels[].inches takes no integer any more',
    taking(wheels({ type: 'integer' })),
    taking(wheels(string)),
  ],
  ['201 is not answered any more', answering(string, 201), answering(string, 200)],
  ['201 is not answered as application/json any more', answering(string), api({})],
  ['201.colour is gone', answering(object({ colour: string })), answering(object({}))],
  [
    '201.colour may be left out now',
    answering(object({ colour: string }, ['colour'])),
    answering(object({ colour: string })),
  ],
  ['201 may be null now', answering(string), answering({ anyOf: [string, { type: 'null' }] })],
  ['201 may be blue now', answering({ enum: ['red'] }), answering({ enum: ['red', 'blue'] })],
  ['201 may be any value now', answering({ ...string, enum: ['red'] }), answering(string)],
])('%s', async (change, before, after) =>
  expect(await breakingChanges(before, after)).toContain(`POST /cars: ${change}`),
);

test('a parameter of a path may be called otherwise', async () => {
  const path = (name: string) =>
    api({ parameters: [{ name, in: 'path', required: true, schema: string }] }, `/cars/{${name}}`);
  expect(await breakingChanges(path('id'), path('car'))).toEqual([]);
});
