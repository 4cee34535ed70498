import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';

const object = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof object>;
const media = z.record(z.string(), z.looseObject({ schema: object.optional() }));
const operation = z.looseObject({
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).default([]),
  requestBody: z.looseObject({ content: media }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: media.optional() })),
});
const description = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) });
const body = z.looseObject({ content: z.unknown(), contentType: z.string() });
const pact = z.looseObject({
  interactions: z.array(
    z.looseObject({
      description: z.string(),
      request: z.looseObject({
        method: z.string(),
        path: z.string(),
        query: z.record(z.string(), z.unknown()).optional(),
        body: body.optional(),
      }),
      response: z.looseObject({ status: z.number(), body: body.optional() }),
    }),
  ),
});
type Interaction = z.infer<typeof pact>['interactions'][number];

/**
 * Where a pact and a description of the same API have drifted apart: what the consumer asks or expects and the API does not
 * describe. Each by the interaction. Of an answer only what the consumer expects is looked at.
 */
export async function driftOf(pactDocument: unknown, openapi: Schema): Promise<readonly string[]> {
  const validator = new Validator();
  const { valid } = await validator.validate(openapi);
  if (!valid) throw new Error('the description is no valid OpenAPI');
  const { paths } = description.parse(validator.resolveRefs());
  return pact.parse(pactDocument).interactions.flatMap((one) => {
    const path = Object.keys(paths).find((known) => patternOf(known).test(one.request.path));
    const described = path === undefined ? undefined : paths[path]?.[one.request.method.toLowerCase()];
    const drifts =
      described === undefined
        ? [`${one.request.method} ${one.request.path} is not described`]
        : [...inRequest(one, described), ...inAnswer(one, described)];
    return drifts.map((drift) => `${one.description}: ${drift}`);
  });
}

/** Of two that fit, the one without a name in it comes first in what follows. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

function inRequest({ request, response }: Interaction, described: z.infer<typeof operation>): string[] {
  const known = new Set(described.parameters.filter((one) => one.in === 'query').map(({ name }) => name));
  const unknown = Object.keys(request.query ?? {}).filter((name) => !known.has(name));
  const drifts = unknown.map((name) => `the query ${name} is not described`);
  const schema = described.requestBody?.content['application/json']?.schema;
  const isJson = request.body?.contentType === 'application/json';
  // What is refused may well be wrong.
  if (!isJson || response.status >= 400) return drifts;
  if (schema === undefined) return [...drifts, 'its JSON body is not described'];
  const { error } = schemaOf(schema).safeParse(request.body?.content);
  return error === undefined
    ? drifts
    : [...drifts, `its body is not as described: ${z.prettifyError(error)}`];
}

function inAnswer({ response }: Interaction, described: z.infer<typeof operation>): string[] {
  const answer = described.responses[String(response.status)];
  if (answer === undefined) return [`the status ${response.status} is not described`];
  const { body: expected } = response;
  if (expected === undefined || expected.contentType !== 'application/json') return [];
  const schema = answer.content?.['application/json']?.schema;
  return schema === undefined
    ? ['its JSON answer is not described']
    : differences(expected.content, schema, '$');
}

/** Each value that the consumer expects, by the schema of its place. */
function differences(expected: unknown, schema: Schema, at: string): string[] {
  if (Array.isArray(expected)) {
    const items = object.safeParse(schema['items']);
    return items.success
      ? expected.flatMap((item, index) => differences(item, items.data, `${at}[${index}]`))
      : [`${at} is no described list`];
  }
  if (typeof expected === 'object' && expected !== null) {
    const properties = object.safeParse(objectIn(schema)['properties']);
    if (!properties.success) return [`${at} is no described object`];
    return Object.entries(expected).flatMap(([name, value]) => {
      const inner = object.safeParse(properties.data[name]);
      return inner.success
        ? differences(value, inner.data, `${at}.${name}`)
        : [`${at}.${name} is not described`];
    });
  }
  const { error } = schemaOf(schema).safeParse(expected);
  return error === undefined ? [] : [`${at}: ${z.prettifyError(error)}`];
}

/** Without patterns of Unicode classes: zod reads each pattern without the flag that they need. */
function schemaOf(schema: Schema): z.ZodType {
  const readable = (name: string, value: unknown) =>
    name === 'pattern' && typeof value === 'string' && value.includes(String.raw`\p{`) ? undefined : value;
  return z.fromJSONSchema(JSON.parse(JSON.stringify(schema, readable)) as Schema);
}

/** Of an object or null, the object. */
function objectIn(schema: Schema): Schema {
  const choices = z.array(object).safeParse(schema['anyOf'] ?? schema['oneOf']);
  return choices.success ? (choices.data.find((one) => one['type'] === 'object') ?? schema) : schema;
}
