import { randomUUID } from 'node:crypto';
import { exampleOf } from '../shared/operations.ts';

type Schema = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** A place of a body, with values that its schema takes, to its very edges, and values that it nearly takes. */
export interface Place {
  readonly path: Path;
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);
const letters = (length: number) => 'x'.repeat(length);
const nested = (levels: number): unknown => (levels === 0 ? {} : { deeper: nested(levels - 1) });
const WRONG_TYPES = [7, null, [], {}, true];
/** What JSON may hold and no store can keep, in names and values, however deep. */
const UNKEPT = ['\0', 'a\0b', '\ud800', 'a\udc00'];

/** Every place in a body of that schema, from the outside to the inside. */
export function placesOf(schema: Schema, path: Path = []): readonly Place[] {
  const { type, properties, items } = schema;
  if (type === 'object' && properties !== undefined) {
    const fields = Object.entries(properties as Readonly<Record<string, Schema>>);
    const own = path.length === 0 ? [] : [{ path, good: [], bad: ['x', 7, null, []] }];
    return [...own, ...fields.flatMap(([name, field]) => placesOf(field, [...path, name]))];
  }
  if (type === 'object') return [{ path, ...recordValues(schema) }];
  if (type === 'array') return [{ path, ...arrayValues(schema) }, ...placesOf(items as Schema, [...path, 0])];
  if (type === 'string') return [{ path, ...stringValues(schema) }];
  return [
    { path, good: type === 'integer' ? [1] : [0, -1.5, 1e300, 5e-324], bad: ['x', '7', null, [], {}, true] },
  ];
}

function arrayValues({ items, minItems, maxItems }: Schema) {
  const of = (count: number) => Array.from({ length: count }, () => exampleOf(items));
  const [least, most] = [number(minItems, 0), number(maxItems, 100)];
  // What may not be there twice has no example of many.
  const isChoice = Array.isArray((items as Schema)['enum']);
  const choices = isChoice ? ((items as Schema)['enum'] as readonly unknown[]) : [];
  const all = isChoice ? [...choices] : of(most);
  const good = [isChoice ? choices.slice(0, least) : of(least), all];
  const twice = isChoice ? [[choices[0], choices[0]]] : [];
  return { good, bad: [[], [...all, exampleOf(items)], ...twice, 'x', {}, null, 7] };
}

function recordValues({ propertyNames, additionalProperties }: Schema) {
  const names = stringValues((propertyNames ?? {}) as Schema);
  const values = (additionalProperties ?? {}) as Schema;
  if (values['type'] !== 'string') {
    const kept = UNKEPT.flatMap((text) => [{ [text]: 1 }, { deep: [{ text }] }]);
    return {
      good: [{}, nested(19), { text: 'ünï 日本語 🙂' }],
      bad: [...kept, nested(40), ...WRONG_TYPES.filter((one) => !isObject(one))],
    };
  }
  const { good, bad } = stringValues(values);
  return {
    good: [
      {},
      ...good.map((value) => ({ name: value })),
      ...names.good.map((name) => ({ [String(name)]: 'x' })),
    ],
    bad: [
      ...bad.map((value) => ({ name: value })),
      ...names.bad.filter((name) => typeof name === 'string').map((name) => ({ [name]: 'x' })),
      ...['x', 7, null],
    ],
  };
}
const isObject = (one: unknown) => typeof one === 'object' && one !== null && !Array.isArray(one);

function stringValues(schema: Schema): {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
} {
  const { format, minLength, maxLength, pattern, allOf } = schema;
  if (Array.isArray(schema['enum'])) {
    const choices = schema['enum'] as readonly string[];
    return {
      good: choices,
      bad: ['', ...choices.map((one) => one.toUpperCase()), `${choices[0] ?? ''} `, ...WRONG_TYPES],
    };
  }
  const [least, most] = [number(minLength, 0), number(maxLength, 100)];
  const tooLong = maxLength === undefined ? [] : [letters(most + 1)];
  if (typeof format === 'string') return { good: [], bad: [...(formats[format] ?? []), ...WRONG_TYPES, ''] };
  const few = least > 0 ? [letters(least - 1)] : [];
  // Text that people write: it has a pattern, or several.
  const isText = pattern !== undefined || allOf !== undefined;
  const text = isText ? ['   ', 'a\u0007b', '\u0085', ...UNKEPT] : [];
  const good = [letters(Math.max(1, least)), letters(most), ...(isText ? ['ünï 日本語 🙂', ' x '] : [])];
  return { good, bad: [...tooLong, ...few, ...text, ...WRONG_TYPES] };
}

/** What is nearly of a format. */
const formats: Readonly<Record<string, readonly string[]>> = {
  uuid: [
    '7',
    randomUUID().slice(1),
    `${randomUUID()}0`,
    randomUUID().replaceAll('-', ''),
    `{${randomUUID()}}`,
    ` ${randomUUID()}`,
  ],
  uri: ['none', 'ftp://127.0.0.1/', 'javascript:alert(1)', `http://127.0.0.1/${letters(500)}`],
  email: [
    'nobody',
    'nobody@',
    '@example.test',
    'no body@example.test',
    `${letters(200)}@example.test`,
    'a@b',
  ],
  'date-time': [
    'yesterday',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-02-30T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01 00:00:00Z',
  ],
};

/** A whole body with this in that place. What holds it is as its schema asks. */
export function withIn(schema: Schema, whole: unknown, path: Path, value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (typeof first === 'number')
    return [withIn(schema['items'] as Schema, (whole as readonly unknown[])[0], rest, value)];
  const field = (schema['properties'] as Readonly<Record<string, Schema>>)[first] ?? {};
  const own = whole as Readonly<Record<string, unknown>>;
  return { ...own, [first]: withIn(field, own[first] ?? exampleOf(field), rest, value) };
}
