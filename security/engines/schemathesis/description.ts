import { z } from 'zod';
import { SuiteError } from '../../../kernel/errors.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'] as const;
const schema = z.looseObject({
  openapi: z.string().startsWith('3'),
  paths: z.record(z.string().startsWith('/'), z.record(z.string(), z.unknown())),
});

/** What an API says of itself. */
export interface Description {
  /** As it is given to the tool. */
  readonly document: Readonly<Record<string, unknown>>;
  /** `PUT /workflows/{id}`, in its order. */
  readonly operations: readonly string[];
  /** Which of them a request is for: a path without its query. */
  readonly operationOf: (method: string, path: string) => string | undefined;
}

/**
 * Reads an OpenAPI document. `leadingTo`: where every address leads that the product is given, so that it asks nobody else. Throws a
 * SuiteError where it describes nothing.
 */
export function describe(text: string, from: string, leadingTo: string | undefined): Description {
  const read = schema.safeParse(parsed(text));
  const paths = read.success ? Object.entries(read.data.paths) : [];
  const operations = paths.flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      segments: path.split('/'),
    })),
  );
  if (!read.success || operations.length === 0)
    throw new SuiteError({
      what: `${from} is no OpenAPI 3 document that describes operations.`,
      fix: 'let options.description name it; without it nobody knows what there is to ask.',
    });
  const isAt = (segments: readonly string[], asked: readonly string[]) =>
    segments.length === asked.length &&
    segments.every((one, at) => (one.startsWith('{') ? asked[at] !== '' : one === asked[at]));
  const literals = ({ segments }: { readonly segments: readonly string[] }) =>
    segments.filter((one) => !one.startsWith('{')).length;
  const nearestFirst = operations.toSorted((a, b) => literals(b) - literals(a));
  return {
    document: adapted(read.data, leadingTo),
    operations: operations.map(({ name }) => name),
    operationOf: (method, path) =>
      nearestFirst.find((one) => one.method === method && isAt(one.segments, path.split('/')))?.name,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The same, of which the tool can make values. `leadingTo` holds for what is sent, not for what is answered, also where both are one
 * component: of each there is then another for what is sent.
 */
function adapted(document: z.infer<typeof schema>, leadingTo: string | undefined): Record<string, unknown> {
  const { schemas = {} } = (document['components'] ?? {}) as { schemas?: Record<string, unknown> };
  const sent: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(schemas)) sent[`${SENT}${name}`] = sendable(one, leadingTo);
  const whole = parts(document, leadingTo) as Record<string, unknown>;
  if (Object.keys(sent).length === 0) return whole;
  const components = whole['components'] as { schemas: object };
  return {
    ...whole,
    components: { ...components, schemas: { ...components.schemas, ...sent } },
  };
}

const SENT = 'sent.';
const REFERENCE = '#/components/schemas/';

/** A part of the document, in which some parts are sent. */
function parts(value: unknown, leadingTo: string | undefined): unknown {
  return each(value, (key, part) =>
    /^(?:parameters|requestBody|requestBodies)$/.test(key)
      ? sendable(part, leadingTo)
      : parts(part, leadingTo),
  );
}

/** A part that is sent. */
function sendable(value: unknown, leadingTo: string | undefined): unknown {
  const made = each(value, (key, part) =>
    key === '$ref' && typeof part === 'string' && part.startsWith(REFERENCE)
      ? `${REFERENCE}${SENT}${part.slice(REFERENCE.length)}`
      : sendable(part, leadingTo),
  );
  if (leadingTo === undefined || typeof made !== 'object' || made === null) return made;
  const { type, format } = made as { type?: unknown; format?: unknown };
  return type === 'string' && (format === 'uri' || format === 'url') ? { type, enum: [leadingTo] } : made;
}

/**
 * Without patterns with classes such as `\p{Cc}`, which Python does not know: more is right then, and what is wrong still is. And without
 * what a stream of events is as a whole, for the tool takes it for what each event is; and what the bytes of a file of JSON are, for it
 * takes that for the value that they stand for.
 */
function each(value: unknown, made: (key: string, part: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => made('', part));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, part]) => key !== 'pattern' || typeof part !== 'string' || !/\p\{/i.test(part))
    .map(([key, part]) => [key, instead(key, part) ?? made(key, part)]);
  return Object.fromEntries(entries);
}

const jsonFile = z.object({ schema: z.object({ format: z.literal('binary') }) });

function instead(key: string, part: unknown): object | undefined {
  if (key === 'text/event-stream') return {};
  return key === 'application/json' && jsonFile.safeParse(part).success ? { schema: {} } : undefined;
}
