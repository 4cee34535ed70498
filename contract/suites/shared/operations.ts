import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { z } from 'zod';
import { type Client, expectStatus } from './client.ts';

const schema = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof schema>;
const operationSchema = z.looseObject({
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).default([]),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: schema.optional() })) })
    .optional(),
  responses: z.record(z.string(), z.unknown()),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});

/** One operation of the API, as it describes itself. */
export interface Operation {
  /** `GET /workflows/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** The names in its path. */
  readonly ids: readonly string[];
  readonly query: readonly string[];
  readonly statuses: readonly number[];
  /** Of its JSON body; undefined where it takes none. */
  readonly body: Schema | undefined;
}

/** What anybody may ask without a token. Whatever else is described needs one, whether the description says so or not. */
export const OPEN: readonly string[] = [
  'GET /api/health',
  'GET /api/health/live',
  'POST /auth/login',
  'POST /auth/refresh',
];

/** Every operation that the API describes, or another part at a path of its own. */
export async function operationsOf(client: Client, path = '/openapi.json'): Promise<readonly Operation[]> {
  const answer = await client.get(path);
  expectStatus(answer, 200);
  const { paths } = documentSchema.parse(answer.body);
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters, requestBody, responses }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      ids: parameters.filter((one) => one.in === 'path').map(({ name }) => name),
      query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
      statuses: Object.keys(responses).map(Number),
      body: requestBody?.content['application/json']?.schema,
    })),
  );
  // Of none, whatever is asked of every operation would hold.
  expect(operations.length, 'operations in /openapi.json').toBeGreaterThan(0);
  return operations;
}

export const isForAdmins = ({ path }: Operation): boolean =>
  /^\/(webhooks|admin)(\/|$)|^\/metrics(\/workers)?$/.test(path);

/** The operation's path with these in the place of its names. */
export const filled = ({ path }: Operation, ids: Readonly<Record<string, string | undefined>>): string =>
  path.replace(/\{(\w+)\}/g, (_all, name: string) => ids[name] ?? `no-${name}`);

/** Its path as metrics and logs name it: `/workflows/:id`. */
export const routeOf = ({ path }: Operation): string => path.replace(/\{(\w+)\}/g, ':$1');

/** An id that nothing has. */
export const NOWHERE = '00000000-0000-4000-8000-000000000000';

/** The operation's path with ids that nothing has. */
export const pathToNowhere = (operation: Operation): string =>
  filled(operation, Object.fromEntries(operation.ids.map((name) => [name, NOWHERE])));

/** Hooks that ask much are only to be kept from waiting for ever. */
export const HOOK_MS = 60_000;

/** Something that fits the schema: its required fields, each with a value of its type. */
export function exampleOf(of: unknown): unknown {
  const { type, properties, required, items, format, ...rest } = of as Schema;
  if (Array.isArray(rest['enum'])) return rest['enum'][0];
  if (type === 'object') {
    const fields = Object.entries((properties ?? {}) as Schema);
    const asked = fields.filter(([name]) => (required as string[] | undefined)?.includes(name));
    return Object.fromEntries(asked.map(([name, field]) => [name, exampleOf(field)]));
  }
  if (type === 'array') return [exampleOf(items)];
  if (type !== 'string') return 1;
  const formats: Record<string, string> = {
    uuid: randomUUID(),
    uri: 'http://127.0.0.1/',
    email: 'nobody@example.test',
    'date-time': new Date().toISOString(),
  };
  return formats[String(format)] ?? 'Example';
}
