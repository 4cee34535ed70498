import { expect, test } from 'vitest';
import { Log } from './attack.ts';
import { exampleOf, operationsIn } from './operations.ts';

const marks = { mark: 'xmark', elsewhere: 'elsewhere.invalid', canary: 'http://127.0.0.1:1' };
const judged = { marks, secrets: [], origin: 'http://shop.test' };

test.each([
  ['PUT /things/{id}: body name', 200, true],
  ['PUT /things/{id}: body name', 400, true],
  ['PUT /things/{id}: body name', 401, false],
  ['PUT /things/{id}: body name', 403, false],
  ['PUT /things/{id}: body name', 404, false],
  ['PUT /things/{id}: body name', 429, false],
  ['PUT /things/{id}: path id', 404, true],
  ['POST /auth/login: body email', 401, true],
])('%s that was answered %d was looked at: %s', (where, status, isRead) => {
  const log = new Log();
  log.judge(where, { status, headers: {}, text: '' }, judged);
  expect(log.probed.has(where)).toBe(isRead);
});

test('a right body has what its schema gives as an example', () => {
  const url = { type: 'string', format: 'uri', example: 'http://hooks.test/' };
  const schema = { type: 'object', properties: { url }, required: ['url'] };
  const content = { 'application/json': { schema } };
  const [operation] = operationsIn({
    paths: { '/hooks': { post: { requestBody: { content }, responses: {} } } },
  });
  expect(exampleOf(operation?.body ?? {}, true)).toEqual({ url: 'http://hooks.test/' });
});
