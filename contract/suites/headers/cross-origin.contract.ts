import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { clientOf, expectStatus } from '../shared/client.ts';

const { apiUrl, webUrl } = binding();
const anonymous = clientOf(apiUrl);
/** README: what may stand on every request, and on answers of some sort. */
const SENT = ['authorization', 'content-type', 'request-id', 'traceparent', 'tenant', 'if-none-match'];
const READ = [
  ...['request-id', 'traceparent', 'tenant', 'etag', 'location', 'retry-after', 'idempotency-replayed'],
  ...['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'content-digest'],
];

const operation = z.looseObject({
  parameters: z.array(z.looseObject({ in: z.string(), name: z.string() })).default([]),
  responses: z.record(z.string(), z.looseObject({ headers: z.record(z.string(), z.unknown()).default({}) })),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
});
interface Described {
  readonly name: string;
  readonly path: string;
  readonly method: string;
  readonly takes: readonly string[];
  readonly gives: readonly string[];
}
let described: readonly Described[];
beforeAll(async () => {
  const answer = await anonymous.get('/openapi.json');
  expectStatus(answer, 200);
  described = Object.entries(documentSchema.parse(answer.body).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters, responses }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      path: path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000'),
      method: method.toUpperCase(),
      takes: parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase()),
      gives: Object.values(responses).flatMap(({ headers }) => Object.keys(headers)),
    })),
  );
  expect(described.length, 'operations').toBeGreaterThan(25);
});

const listIn = (headers: Headers, name: string): readonly string[] =>
  (headers.get(name) ?? '')
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter(Boolean);

test('a page of the web may do each operation, send what it takes and read what it gives @SEC-08/cors', async () => {
  const lacking: string[] = [];
  for (const { name, path, method, takes, gives } of described) {
    const headers = { origin: webUrl, 'access-control-request-method': method };
    const preflight = await anonymous.ask('OPTIONS', path, {
      headers: { ...headers, 'access-control-request-headers': [...SENT, ...takes].join() },
    });
    const [methods, sendable] = ['access-control-allow-methods', 'access-control-allow-headers'].map((one) =>
      listIn(preflight.headers, one),
    );
    if (methods?.includes(method.toLowerCase()) !== true) lacking.push(`${name}: may not be asked`);
    for (const one of [...SENT, ...takes])
      if (sendable?.includes(one) !== true) lacking.push(`${name}: ${one} may not be sent`);
    const readable = listIn(
      (await anonymous.ask(method, path, { headers: { origin: webUrl } })).headers,
      'access-control-expose-headers',
    );
    for (const one of new Set([...READ, ...gives]))
      if (!readable.includes(one.toLowerCase())) lacking.push(`${name}: ${one} may not be read`);
  }
  expect(lacking).toEqual([]);
});
