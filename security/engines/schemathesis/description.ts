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
  operationOf(method: string, path: string): string | undefined;
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
    document: adapted(read.data, leadingTo) as Record<string, unknown>,
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
 * The same, of which the tool can make values. Patterns with classes such as `\p{Cc}`, which Python does not know, are left out: more is
 * right then, and what is wrong still is.
 */
function adapted(value: unknown, leadingTo: string | undefined): unknown {
  if (Array.isArray(value)) return value.map((one) => adapted(one, leadingTo));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, part]) => key !== 'pattern' || typeof part !== 'string' || !/\p\{/i.test(part))
    .map(([key, part]) => [key, adapted(part, leadingTo)]);
  const made = Object.fromEntries(entries) as Record<string, unknown>;
  const leads = made['type'] === 'string' && (made['format'] === 'uri' || made['format'] === 'url');
  return leads && leadingTo !== undefined ? { type: 'string', enum: [leadingTo] } : made;
}
