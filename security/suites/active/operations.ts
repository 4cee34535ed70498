import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const schema = z.record(z.string(), z.unknown());
export type Schema = z.infer<typeof schema>;
const parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  schema: schema.default({}),
});
const described = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        parameters: z.array(parameter).default([]),
        requestBody: z
          .looseObject({ content: z.record(z.string(), z.looseObject({ schema: schema.optional() })) })
          .optional(),
        responses: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
});

/** One thing that a client can write: where in the request it stands. */
export interface Input {
  readonly in: 'path' | 'query' | 'header' | 'body';
  /** Of a body the way to it: `samples.0.labels`. */
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}
export interface Operation {
  /** `PUT /workflows/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly statuses: readonly number[];
  readonly inputs: readonly Input[];
  /** Of its JSON body; undefined where it takes none. */
  readonly body: Schema | undefined;
  /** The type of a body that is not JSON. */
  readonly otherType: string | undefined;
}

/** Every operation that an OpenAPI document describes, with all that can be written into a request of it. */
export function operationsIn(document: unknown): readonly Operation[] {
  const { paths } = described.parse(document);
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters, requestBody, responses }]) => {
      const types = Object.keys(requestBody?.content ?? {});
      // Of several types any bytes are taken: a file.
      const body = types.length > 1 ? undefined : requestBody?.content['application/json']?.schema;
      const written = parameters.flatMap((one) =>
        one.in === 'path' || one.in === 'query' || one.in === 'header'
          ? [{ in: one.in, name: one.name, schema: one.schema, required: one.required } as const]
          : [],
      );
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        statuses: Object.keys(responses).map(Number),
        inputs: [...written, ...(body === undefined ? [] : leavesOf(body))],
        body,
        otherType: body === undefined ? types[0] : undefined,
      };
    }),
  );
}

/** Each field of a body, and the elements of its lists; of a free object one member. */
function leavesOf(of: Schema, way = ''): readonly Input[] {
  const at = (name: string) => (way === '' ? name : `${way}.${name}`);
  if (of['type'] === 'object') {
    const fields = Object.entries((of['properties'] ?? {}) as Record<string, Schema>);
    const own = fields.flatMap(([name, field]) => leavesOf(field, at(name)));
    return fields.length === 0 ? [{ in: 'body', name: at('free'), schema: {}, required: false }] : own;
  }
  if (of['type'] === 'array') return leavesOf((of['items'] ?? {}) as Schema, at('0'));
  return [{ in: 'body', name: way, schema: of, required: false }];
}

/** Something that fits: its required fields, each with a value of its type; with `all`, every field. */
export function exampleOf(of: Schema, all = false): unknown {
  const { type, properties, required, items, format, minLength } = of;
  if (of['example'] !== undefined) return of['example'];
  if (Array.isArray(of['enum'])) return of['enum'][0];
  if (type === 'object') {
    const fields = Object.entries((properties ?? {}) as Record<string, Schema>);
    const asked = fields.filter(
      ([name]) => all || (required as string[] | undefined)?.includes(name) === true,
    );
    return Object.fromEntries(asked.map(([name, field]) => [name, exampleOf(field, all)]));
  }
  if (type === 'array') return [exampleOf((items ?? {}) as Schema, all)];
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return true;
  const formats: Record<string, string> = {
    uuid: randomUUID(),
    email: 'nobody@example.test',
    'date-time': new Date().toISOString(),
  };
  return formats[String(format)] ?? 'Example'.padEnd(Number(minLength ?? 0), '.');
}

/** A body with that value at that place. */
export function withValue(body: unknown, way: string, value: unknown): unknown {
  const [first = '', ...rest] = way.split('.');
  const inner = rest.join('.');
  if (Array.isArray(body))
    return body.map((one: unknown, place) =>
      String(place) !== first ? one : inner === '' ? value : withValue(one, inner, value),
    );
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const at = fields[first];
  return { ...fields, [first]: inner === '' ? value : withValue(at ?? {}, inner, value) };
}
