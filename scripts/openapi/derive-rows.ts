import { z } from 'zod';
import { messageOf } from '../../kernel/errors.ts';
import { answerSchema, METHODS, type OpenApi, type Operation, type Parameter } from './openapi.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** An operation that is asked, and what may come back. */
export interface OperationRow {
  /** `GET /orders/{id}`. */
  readonly name: string;
  readonly method: string;
  /** With values for its parameters; absent where the document has none for one that is needed. */
  readonly path?: string;
  /** Why it is not asked. */
  readonly leftOut?: string;
  readonly secured: boolean;
  /** By status (`200`, `4XX`, `default`): the type of each answer, and the schema of its JSON. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, { readonly schema?: JsonSchema }>>>>;
  /** The JSON that it takes, of one that may be asked with it. */
  readonly body?: unknown;
}

/** Where each dialect keeps what its schemas refer to. */
const KEYS = { 'openapi-3.0': 'definitions', 'draft-2020-12': '$defs' } as const;

/** What an asker gets: `null` where nobody has said it yet. */
export interface AccessRow {
  readonly operation: string;
  readonly anonymous: 'refused' | 'allowed' | null;
  readonly user: 'refused' | 'allowed' | null;
  readonly why?: string;
}

export interface DerivedRows {
  readonly title: string;
  /** What stands before each path, after the host: `/api/v1`. */
  readonly prefix: string;
  readonly operations: readonly OperationRow[];
  readonly access: readonly AccessRow[];
  readonly dialect: 'openapi-3.0' | 'draft-2020-12';
  /** What schemas refer to, as `#/<key of the dialect>/<name>`. */
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  /** Schemas that cannot be checked, and why. */
  readonly unchecked: readonly string[];
}

/** What a first contract suite asks, and who may, from what the API says of itself. Pure. */
export function deriveRows(document: OpenApi): DerivedRows {
  const unchecked: string[] = [];
  const dialect = document.openapi.startsWith('3.0') ? 'openapi-3.0' : 'draft-2020-12';
  const definitions = definitionsOf(document, dialect);
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = (item as Record<string, unknown>)[method] as Operation | undefined;
      if (operation === undefined) return [];
      const parameters = [...item.parameters, ...operation.parameters];
      return [rowOf({ document, method, path, operation, parameters, definitions, dialect, unchecked })];
    }),
  );
  return {
    title: document.info.title,
    prefix: prefixOf(document),
    dialect,
    operations,
    access: operations.map(accessOf),
    definitions,
    unchecked,
  };
}

interface Found {
  readonly document: OpenApi;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
  readonly definitions: DerivedRows['definitions'];
  readonly dialect: DerivedRows['dialect'];
  readonly unchecked: string[];
}

function rowOf(found: Found): OperationRow {
  const { document, method, path, operation } = found;
  const name = `${method.toUpperCase()} ${path}`;
  const body = bodyOf(operation);
  const asked = pathWith(path, found);
  const security = operation.security ?? document.security ?? [];
  const why =
    asked.missing !== undefined
      ? `no value for ${asked.missing}: give it an example in the document`
      : operation.requestBody?.required === true && body === undefined
        ? 'no example of the body: give it one in the document'
        : undefined;
  return {
    name,
    method: method.toUpperCase(),
    ...(asked.path !== undefined && { path: asked.path }),
    ...(why !== undefined && { leftOut: why }),
    // An empty alternative means that nobody needs to sign in.
    secured: security.length > 0 && security.every((one) => Object.keys(one).length > 0),
    answers: answersOf(name, found),
    ...(body !== undefined && { body }),
  };
}

/** Whoever must sign in and did not is refused; what users get of it, the document does not say. */
function accessOf({ name, secured, leftOut, method }: OperationRow): AccessRow {
  const row = (anonymous: AccessRow['anonymous'], why?: string): AccessRow => ({
    ...{ operation: name, anonymous, user: null },
    ...(why !== undefined && { why }),
  });
  if (leftOut !== undefined) return row(null, leftOut);
  if (secured) return row('refused');
  const isReading = method === 'GET' || method === 'HEAD';
  return isReading ? row('allowed') : row(null, 'it changes something, and anybody may');
}

function prefixOf({ servers }: OpenApi): string {
  const [first] = servers;
  if (first === undefined || !URL.canParse(first.url, 'http://localhost')) return '';
  return new URL(first.url, 'http://localhost').pathname.replace(/\/+$/, '');
}

function pathWith(path: string, { document, parameters }: Found): { path?: string; missing?: string } {
  const query = new URLSearchParams();
  let filled = path;
  for (const one of parameters.map((parameter) => resolved(document, parameter))) {
    const { name = '', in: where } = one;
    if (where !== 'path' && one.required !== true) continue;
    const value = valueOf(one, document);
    if (value === undefined || (where !== 'path' && where !== 'query'))
      return { missing: `the ${where ?? '?'} parameter ${name}` };
    if (where === 'path') filled = filled.replaceAll(`{${name}}`, encodeURIComponent(value));
    else query.set(name, value);
  }
  const left = /\{[^}]*\}/.exec(filled)?.[0];
  if (left !== undefined) return { missing: `the path parameter ${left}` };
  return { path: query.size === 0 ? filled : `${filled}?${query}` };
}

function valueOf(parameter: Parameter, document: OpenApi): string | undefined {
  const schema = resolved(document, parameter.schema ?? {}) as JsonSchema;
  const [named] = Object.values(parameter.examples ?? {});
  const listed = [schema['examples'], schema['enum']].map((list) => (Array.isArray(list) ? (list[0] as unknown) : undefined)); // prettier-ignore
  const found = [
    parameter.example,
    named?.value,
    schema['example'],
    ...listed,
    schema['default'],
    schema['const'],
  ].find((one) => ['string', 'number', 'boolean'].includes(typeof one));
  return typeof found === 'string' ? found : found === undefined ? undefined : JSON.stringify(found);
}

function bodyOf({ requestBody }: Operation): unknown {
  const media = requestBody?.content?.['application/json'];
  return media?.example ?? media?.schema?.['example'];
}

function answersOf(
  name: string,
  { document, operation, definitions, dialect, unchecked }: Found,
): OperationRow['answers'] {
  const rows = Object.entries(operation.responses).map(([status, answer]) => {
    const { content = {} } = answerSchema.parse(resolved(document, answer));
    const types = Object.entries(content).map(([type, { schema }]) => {
      if (schema === undefined || !/[/+]json$/.test(type)) return [type, {}] as const;
      const own = withOwnDefinitions(schema, dialect) as JsonSchema;
      const why = whyUnchecked(own, definitions, dialect);
      if (why === undefined) return [type, { schema: own }] as const;
      unchecked.push(`${name} ${status}: ${why}`);
      return [type, {}] as const;
    });
    return [status, Object.fromEntries(types)] as const;
  });
  return Object.fromEntries(rows);
}

/** What the suite's own test would throw at. */
function whyUnchecked(
  schema: JsonSchema,
  definitions: DerivedRows['definitions'],
  dialect: DerivedRows['dialect'],
): string | undefined {
  try {
    z.fromJSONSchema({ ...schema, [KEYS[dialect]]: definitions }, { defaultTarget: dialect });
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function definitionsOf({ components }: OpenApi, dialect: DerivedRows['dialect']): DerivedRows['definitions'] {
  const schemas = Object.entries(components?.['schemas'] ?? {});
  return Object.fromEntries(
    schemas.map(([name, schema]) => [name, withOwnDefinitions(schema, dialect) as JsonSchema]),
  );
}

/** References to the document's schemas as references within one schema. */
function withOwnDefinitions(value: unknown, dialect: DerivedRows['dialect']): unknown {
  if (Array.isArray(value)) return value.map((one) => withOwnDefinitions(one, dialect));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace('#/components/schemas/', `#/${KEYS[dialect]}/`)]
        : [key, withOwnDefinitions(inner, dialect)],
    ),
  );
}

/** What a reference within the document leads to; anything else as it is. */
function resolved<T extends object>(document: OpenApi, value: T): T {
  const reference = '$ref' in value ? value.$ref : undefined;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return value;
  const steps = reference.slice(2).split('/').map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')); // prettier-ignore
  const found = steps.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[step] : undefined),
    document,
  );
  return typeof found === 'object' && found !== null ? (found as T) : value;
}
