import { expect, it } from 'vitest';
import { z } from 'zod';
import { callable } from '../../kernel/discover.ts';
import { fieldsOf } from './fields.ts';

const rows = (shape: z.ZodRawShape) =>
  fieldsOf(z.strictObject(shape)).map((field) => [field.path, field.type, field.default ?? field.required]);

it('tells each field with its type, its default or whether it must be given, before those inside it', () => {
  expect(
    rows({
      name: z.string().regex(/^[a-z]+$/, 'lower case'),
      path: z.string().startsWith('/'),
      site: z.url().optional(),
      part: z.number().positive().max(1).default(0.5),
      workers: z.number().int().min(1),
      kind: z.enum(['form', 'bearer']),
      stages: z.array(z.enum(['pr'])).default([]),
      expects: z.strictObject({ checks: z.number() }).exactOptional(),
      options: z.unknown(),
      spider: z.strictObject({ depth: z.number().default(5) }).prefault({}),
    }),
  ).toEqual([
    ['name', 'string `^[a-z]+$`', true],
    ['path', 'string `^\\/.*`', true],
    ['site', 'string (uri)', false],
    ['part', 'number > 0 ≤ 1', '0.5'],
    ['workers', 'integer ≥ 1', true],
    ['kind', '`form`, `bearer`', true],
    ['stages', 'list of `pr`', '[]'],
    ['expects', 'object', false],
    ['expects.checks', 'number', true],
    ['options', 'anything', true],
    ['spider', 'object', '{}'],
    ['spider.depth', 'number', '5'],
  ]);
});

it('finds what is inside lists, names and alternatives, and nothing inside what has a title', () => {
  const reference = z.strictObject({ variable: z.string() }).meta({ title: 'a variable' });
  const limit = z.union([z.number(), z.strictObject({ environment: z.string() })]);
  expect(
    rows({
      limits: z.array(z.strictObject({ limit })),
      urls: z.record(z.string(), z.union([z.string(), reference])),
      accounts: z.record(z.string(), z.strictObject({ password: reference })),
    }),
  ).toEqual([
    ['limits', 'list of object', true],
    ['limits[].limit', 'number or object', true],
    ['limits[].limit.environment', 'string', true],
    ['urls', 'by name: string or a variable', true],
    ['accounts', 'by name: object', true],
    ['accounts.<name>.password', 'a variable', true],
  ]);
});

it('takes what is written, not what is made of it', () => {
  expect(
    rows({
      start: callable<() => void>(),
      link: z.strictObject({ fault: z.string() }).transform(({ fault }) => fault.length),
    }),
  ).toEqual([
    ['start', 'a function', true],
    ['link', 'object', true],
    ['link.fault', 'string', true],
  ]);
});

it('says what a field means where that was said last', () => {
  const [field, bare] = fieldsOf(
    z.strictObject({ a: z.string().describe('One.').default('x').describe('Another.'), b: z.string() }),
  );
  expect([field?.meaning, bare?.meaning]).toEqual(['Another.', undefined]);
});
