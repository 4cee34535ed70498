import { z } from 'zod';

/** One field of a configuration, as it is written in a file. */
export interface Field {
  /** Where it stands: `thresholds[].limit`, `accounts.<name>.username`. */
  readonly path: string;
  /** What it may be, in Markdown. */
  readonly type: string;
  /** JSON; undefined where it has none. */
  readonly default: string | undefined;
  readonly required: boolean;
  /** Undefined where nobody has described it. */
  readonly meaning: string | undefined;
}

type Json = z.core.JSONSchema.JSONSchema;

/** Every field of what a schema reads, in the schema's order, each before those inside it. What has a title is one thing. */
export function fieldsOf(schema: z.ZodType): readonly Field[] {
  return within(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: asFunction }), '');
}

/** What JSON cannot hold and a definition can. */
function asFunction({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: Json }): void {
  if (zodSchema._zod.def.type === 'custom') jsonSchema.title = 'a function';
}

function within(json: Json, path: string): readonly Field[] {
  const untitled = variantsOf(json).filter(({ title }) => title === undefined);
  return untitled.flatMap((variant) => [
    ...Object.entries(variant.properties ?? {}).flatMap(([name, field]) =>
      fieldAndInside(
        asJson(field),
        path === '' ? name : `${path}.${name}`,
        variant.required?.includes(name) ?? false,
      ),
    ),
    ...(isJson(variant.items) ? within(variant.items, `${path}[]`) : []),
    ...(isJson(variant.additionalProperties) ? within(variant.additionalProperties, `${path}.<name>`) : []),
  ]);
}

function fieldAndInside(json: Json, path: string, required: boolean): readonly Field[] {
  const field = {
    path,
    type: typeOf(json),
    default: json.default === undefined ? undefined : JSON.stringify(json.default),
    required,
    meaning: json.description,
  };
  return [field, ...within(json, path)];
}

/** What a value may be, where it may be one of several. */
function variantsOf(json: Json): readonly Json[] {
  return json.anyOf === undefined ? [json] : json.anyOf.map(asJson).flatMap(variantsOf);
}

function asJson(json: z.core.JSONSchema._JSONSchema): Json {
  return typeof json === 'boolean' ? {} : json;
}

function isJson(json: unknown): json is Json {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function typeOf(json: Json): string {
  if (json.anyOf !== undefined) return [...new Set(variantsOf(json).map(typeOf))].join(' or ');
  if (json.title !== undefined) return json.title;
  if (json.const !== undefined) return code(JSON.stringify(json.const));
  if (json.enum !== undefined) return json.enum.map((one) => code(String(one))).join(', ');
  if (json.type === 'array') return isJson(json.items) ? `list of ${typeOf(json.items)}` : 'list';
  if (json.type === 'object') {
    const of = json.additionalProperties;
    return isJson(of) ? `by name: ${typeOf(of)}` : 'object';
  }
  if (json.type === undefined) return 'anything';
  return [json.type, ...limitsOf(json)].join(' ');
}

function limitsOf(json: Json): readonly string[] {
  const { minimum, maximum, exclusiveMinimum, pattern, format } = json;
  // zod calls what a text begins with a format too.
  const isOfText = format !== undefined && !format.includes('_');
  return [
    ...(exclusiveMinimum === undefined ? [] : [`> ${exclusiveMinimum}`]),
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? [] : [`≥ ${minimum}`]),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [`≤ ${maximum}`]),
    ...(isOfText ? [`(${format})`] : []),
    ...(pattern === undefined || isOfText ? [] : [code(pattern)]),
  ];
}

function code(text: string): string {
  return `\`${text}\``;
}
