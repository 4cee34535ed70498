import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';

const schema = z.record(z.string(), z.unknown());
const answerSchema = z.looseObject({
  content: z.record(z.string(), z.looseObject({ schema: schema.optional() })).optional(),
});
const operationSchema = z.looseObject({ responses: z.record(z.string(), answerSchema) });
type Answers = z.infer<typeof operationSchema>['responses'];
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const descriptionSchema = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.partialRecord(z.enum([...METHODS, 'head', 'options']), operationSchema)),
});

/** What the API says of itself. */
export interface Description {
  readonly version: string;
  /** What is wrong with it by the OpenAPI specification; undefined when nothing is. */
  readonly flaw: string | undefined;
  /** `GET /workflows/{id}`, in alphabetical order. */
  readonly operations: readonly string[];
  /** Where an answer may hold fields that are not described: `GET /me 200 user`. */
  readonly open: readonly string[];
  /** What is undocumented or different about an answer; undefined when nothing is. */
  readonly difference: (operation: string, answer: AnswerToCheck) => string | undefined;
}
export interface AnswerToCheck {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Reads an OpenAPI document. Throws when it is no such thing at all. */
export async function describe(document: Record<string, unknown>): Promise<Description> {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(document);
  const { openapi, paths } = descriptionSchema.parse(valid ? validator.resolveRefs() : document);
  const operations = new Map<string, Answers>(
    Object.entries(paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method] !== undefined).map((method) => [
        `${method.toUpperCase()} ${path}`,
        item[method]?.responses ?? {},
      ]),
    ),
  );
  return {
    version: openapi,
    flaw: valid ? undefined : JSON.stringify(errors).slice(0, 2000),
    operations: [...operations.keys()].sort(),
    open: [...operations].flatMap(([name, answers]) => openIn(answers, name)),
    difference: (operation, answer) => differenceOf(operations.get(operation) ?? {}, answer),
  };
}

function differenceOf(documented: Answers, { status, headers, body }: AnswerToCheck): string | undefined {
  const answer = documented[String(status)];
  if (answer === undefined)
    return `expected one of the documented statuses ${Object.keys(documented).join(', ')}, observed ${status}`;
  const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
  const types = Object.keys(answer.content ?? {});
  if (type === '') return types.length === 0 ? undefined : undefinedBody(types, body);
  const media = answer.content?.[type];
  if (media === undefined)
    return `expected a documented type (${types.join(', ') || 'none'}), observed ${type}`;
  if (type !== 'application/json' || media.schema === undefined) return undefined;
  const { error } = z.fromJSONSchema(media.schema).safeParse(body);
  return error && `the body differs from its documented schema: ${z.prettifyError(error)}`;
}

function undefinedBody(types: readonly string[], body: unknown): string | undefined {
  return body === '' ? undefined : `expected ${types.join(', ')}, observed a body without a content type`;
}

/** Objects that name their fields and let others in all the same. */
function openIn(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, properties, additionalProperties } = value as Record<string, unknown>;
  const isOpen = type === 'object' && properties !== undefined && additionalProperties !== false;
  const inner = Object.entries(value).flatMap(([key, part]) => openIn(part, `${path} ${key}`));
  return isOpen ? [path, ...inner] : inner;
}
