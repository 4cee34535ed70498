import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';

const schema = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof schema>;
const content = z.record(z.string(), z.looseObject({ schema: schema.optional() })).default({});
const operation = z.looseObject({
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        schema: schema.default({}),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ required: z.boolean().default(false), content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content })),
});
type Operation = z.infer<typeof operation>;
const description = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) });

/**
 * What of a description breaks those who rely on the one before: what is gone, what is asked anew, what is taken less widely, and what
 * is answered more widely. Each by its operation and place. What is only added breaks nobody.
 */
export async function breakingChanges(before: Schema, after: Schema): Promise<readonly string[]> {
  const old = await operationsIn(before);
  const young = await operationsIn(after);
  return [...old].flatMap(([name, was]) => {
    const is = young.get(name);
    const changes = is === undefined ? ['is gone'] : changesOf(was, is);
    return changes.map((change) => `${name}: ${change}`);
  });
}

/** It makes its checks of the format once, and holds one description at a time. */
const validator = new Validator();

async function operationsIn(document: Schema): Promise<ReadonlyMap<string, Operation>> {
  const { valid, errors } = await validator.validate(document);
  if (!valid) throw new Error(`no valid OpenAPI: ${JSON.stringify(errors).slice(0, 500)}`);
  const { paths } = description.parse(validator.resolveRefs());
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    // A name in a path is nobody's to rely on.
    Object.entries(item).map(
      ([method, one]) => [`${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '{}')}`, one] as const,
    ),
  );
  return new Map(operations);
}

function changesOf(was: Operation, is: Operation): string[] {
  return [...ofParameters(was, is), ...ofBody(was, is), ...ofAnswers(was, is)];
}

function ofParameters({ parameters: was }: Operation, { parameters: is }: Operation): string[] {
  const place = (one: (typeof was)[number]) => `${one.in} ${one.name}`;
  // Those of the path are told by their place in it.
  const named = (list: typeof was) =>
    new Map(list.filter((one) => one.in !== 'path').map((one) => [place(one), one]));
  const [old, young] = [named(was), named(is)];
  const kept = [...old].flatMap(([name, one]) => {
    const now = young.get(name);
    if (now === undefined) return [`${name} is not taken any more`];
    const asked = now.required && !one.required ? [`${name} is required now`] : [];
    return [...asked, ...narrowed(one.schema, now.schema, name)];
  });
  const added = [...young].filter(([name, one]) => one.required && !old.has(name));
  return [...kept, ...added.map(([name]) => `${name} is new and required`)];
}

function ofBody({ requestBody: was }: Operation, { requestBody: is }: Operation): string[] {
  if (was === undefined) return is?.required === true ? ['a body is required now'] : [];
  if (is === undefined) return ['its body is not taken any more'];
  return Object.entries(was.content).flatMap(([type, { schema: old = {} }]) => {
    const young = is.content[type];
    return young === undefined
      ? [`a body of ${type} is not taken any more`]
      : narrowed(old, young.schema ?? {}, 'body');
  });
}

function ofAnswers({ responses: was }: Operation, { responses: is }: Operation): string[] {
  return Object.entries(was).flatMap(([status, answer]) => {
    const now = is[status];
    if (now === undefined) return Number(status) < 400 ? [`${status} is not answered any more`] : [];
    return Object.entries(answer.content).flatMap(([type, { schema: old = {} }]) => {
      const young = now.content[type];
      return young === undefined
        ? [`${status} is not answered as ${type} any more`]
        : widened(old, young.schema ?? {}, status);
    });
  });
}

const LOWER = ['minimum', 'minLength', 'minItems', 'exclusiveMinimum'] as const;
const UPPER = ['maximum', 'maxLength', 'maxItems', 'exclusiveMaximum'] as const;

/** What was taken there and is not any more. */
function narrowed(was: Schema, is: Schema, at: string): string[] {
  const types = missing(typesOf(was), typesOf(is)).map((type) => `${at} takes no ${type} any more`);
  const values = isEnum(is) ? (isEnum(was) ? missing(was['enum'], is['enum']) : ['other values']) : [];
  const limits = [
    ...LOWER.filter((name) => numberIn(is, name, -Infinity) > numberIn(was, name, -Infinity)),
    ...UPPER.filter((name) => numberIn(is, name, Infinity) < numberIn(was, name, Infinity)),
  ].map((name) => `${at} has a ${name} of ${String(is[name])} now`);
  const pattern =
    is['pattern'] !== undefined && is['pattern'] !== was['pattern'] ? [`${at} has another pattern now`] : [];
  const [old, young] = [fieldsOf(was), fieldsOf(is)];
  const required = missing(requiredOf(is), requiredOf(was)).map((field) => `${at}.${field} is required now`);
  const fields = Object.entries(old).flatMap(([field, one]) => {
    const now = young[field];
    if (now !== undefined) return narrowed(one, now, `${at}.${field}`);
    return is['additionalProperties'] === false ? [`${at}.${field} is not taken any more`] : [];
  });
  const refused = values.map((value) => `${at} does not take ${String(value)} any more`);
  return [
    ...types,
    ...refused,
    ...limits,
    ...pattern,
    ...required,
    ...fields,
    ...inItems(narrowed, was, is, at),
  ];
}

/** What is not answered there any more, or may be answered and never was. */
function widened(was: Schema, is: Schema, at: string): string[] {
  const types = missing(typesOf(is), typesOf(was)).map((type) => `${at} may be ${type} now`);
  const values = isEnum(was) ? (isEnum(is) ? missing(is['enum'], was['enum']) : ['any value']) : [];
  const told = values.map((value) => `${at} may be ${String(value)} now`);
  const [old, young] = [fieldsOf(was), fieldsOf(is)];
  const fields = Object.entries(old).flatMap(([field, one]) => {
    const now = young[field];
    if (now === undefined) return [`${at}.${field} is gone`];
    const lost = requiredOf(was).includes(field) && !requiredOf(is).includes(field);
    return [...(lost ? [`${at}.${field} may be left out now`] : []), ...widened(one, now, `${at}.${field}`)];
  });
  return [...types, ...told, ...fields, ...inItems(widened, was, is, at)];
}

function inItems(compare: typeof narrowed, was: Schema, is: Schema, at: string): string[] {
  const [old, young] = [schema.safeParse(partOf(was, 'items')), schema.safeParse(partOf(is, 'items'))];
  return old.success && young.success ? compare(old.data, young.data, `${at}[]`) : [];
}

const missing = <T>(from: readonly T[], inside: readonly T[]): T[] =>
  from.filter((one) => !inside.includes(one));
const isEnum = (of: Schema): of is Schema & { enum: readonly unknown[] } => Array.isArray(of['enum']);
const choicesOf = (of: Schema): readonly Schema[] => {
  const found = z.array(schema).safeParse(of['anyOf'] ?? of['oneOf']);
  return found.success ? found.data : [of];
};

/** Its types; of one that says none, none. */
function typesOf(of: Schema): readonly string[] {
  return choicesOf(of)
    .flatMap((one) => one['type'] ?? [])
    .filter((type) => typeof type === 'string');
}

/** Of a choice between that and null, that of the one which has it. */
function partOf(of: Schema, name: string): unknown {
  return choicesOf(of).find((one) => one[name] !== undefined)?.[name];
}

function fieldsOf(of: Schema): Readonly<Record<string, Schema>> {
  const found = z.record(z.string(), schema).safeParse(partOf(of, 'properties'));
  return found.success ? found.data : {};
}

function requiredOf(of: Schema): readonly string[] {
  const found = z.array(z.string()).safeParse(partOf(of, 'required'));
  return found.success ? found.data : [];
}

function numberIn(of: Schema, name: string, otherwise: number): number {
  return typeof of[name] === 'number' ? of[name] : otherwise;
}
