import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { clientOf, expectStatus } from '../shared/client.ts';
import { breakingChanges } from './breaking-changes.ts';

/**
 * What the API said of itself when its description was published last, without its refusals, which have one envelope:
 * `jq -c '.paths[][].responses |= with_entries(select(.key < "400"))'` of the `GET /openapi.json` of then; and the statuses of these.
 */
const PUBLISHED = join(import.meta.dirname, 'published/reference-api.openapi.json');
const REFUSALS = join(import.meta.dirname, 'published/reference-api.refusals.json');

const text = z.strictObject({ schema: z.strictObject({ type: z.literal('string') }) });
const answer = z.looseObject({ headers: z.record(z.string(), text), content: z.unknown().optional() });
const operation = z.looseObject({ responses: z.record(z.string(), answer) });
const described = z.looseObject({
  info: z.looseObject({ version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});
type Described = z.infer<typeof described>;
const statuses = z.record(z.string(), z.array(z.int()));

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
let published: Described;
let now: Described;
beforeAll(async () => {
  const asked = await clientOf(binding().apiUrl).get('/openapi.json');
  expectStatus(asked, 200);
  [published, now] = [described.parse(read(PUBLISHED)), described.parse(asked.body)];
});

/** Every answer that is described: `GET /me`, its status, and itself. */
function answersOf({ paths }: Described) {
  const answers = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { responses }]) =>
      Object.entries(responses).map(([status, one]) => ({
        name: `${method.toUpperCase()} ${path}`,
        status: Number(status),
        ...one,
      })),
    ),
  );
  // Of none, whatever holds of every answer would hold.
  expect(answers.length, 'answers that are described').toBeGreaterThan(0);
  return answers;
}

test('the API breaks nothing of the description that was published @CON-07/breaking-change', async () => {
  expect(Object.keys(published.paths).length, 'paths that were published').toBeGreaterThan(20);
  expect(await breakingChanges(published, now)).toEqual([]);
});

test('what is published under a version stays so: whatever changes has another version, and is published anew', () => {
  expect(
    now.info.version,
    `the version of the API, against ${PUBLISHED}: another one is published anew`,
  ).toBe(published.info.version);
  const good = structuredClone(now);
  for (const item of Object.values(good.paths))
    for (const one of Object.values(item))
      one.responses = Object.fromEntries(
        Object.entries(one.responses).filter(([status]) => Number(status) < 400),
      );
  expect(good, `version ${now.info.version}, against ${PUBLISHED}`).toEqual(published);
  const refusals: Record<string, number[]> = {};
  for (const { name, status } of answersOf(now))
    refusals[name] = [...(refusals[name] ?? []), ...(status < 400 ? [] : [status])];
  expect(refusals, `version ${now.info.version}, against ${REFUSALS}`).toEqual(
    statuses.parse(read(REFUSALS)),
  );
});

test('every answer is described with the headers that it always has, and a 429 with when to come again', () => {
  const wrong = answersOf(now).flatMap(({ name, status, headers }) => {
    const wanted = ['request-id', 'traceparent', ...(status === 429 ? ['retry-after'] : [])];
    return Object.keys(headers).sort().join() === wanted.sort().join()
      ? []
      : [`${name} ${status}: ${Object.keys(headers).join()}`];
  });
  expect(wrong, 'answers with other headers').toEqual([]);
});

test('every refusal is described as the one envelope, and no other answer is', () => {
  const string = { type: 'string' };
  const field = {
    type: 'object',
    properties: { path: string, message: string },
    required: ['path', 'message'],
    additionalProperties: false,
  };
  const error = {
    type: 'object',
    properties: { code: string, message: string, requestId: string, fields: { type: 'array', items: field } },
    required: ['code', 'message', 'requestId'],
    additionalProperties: false,
  };
  const schema = { type: 'object', properties: { error }, required: ['error'], additionalProperties: false };
  const envelope = JSON.stringify({ 'application/json': { schema } });
  // Health tells in a shape of its own what is away.
  const isRefusal = ({ name, status }: { name: string; status: number }) =>
    status >= 400 && name !== 'GET /api/health';
  const wrong = answersOf(now).filter((one) => (JSON.stringify(one.content) === envelope) !== isRefusal(one));
  expect(wrong.map(({ name, status }) => `${name} ${status}`)).toEqual([]);
});
