import { expect, test } from 'vitest';
import { z } from 'zod';
import { placesOf, withIn } from './edges.ts';

const shape = z.strictObject({
  name: z.string().min(1).max(5),
  steps: z.array(z.string().min(1).max(9)).min(1).max(2),
  kind: z.enum(['a', 'b']),
  when: z.iso.datetime(),
});
const schema = z.toJSONSchema(shape, { io: 'input' });
const right = { name: 'x', steps: ['x'], kind: 'a', when: '2026-01-01T00:00:00Z' };
const fits = (path: readonly (string | number)[], value: unknown) =>
  shape.safeParse(withIn(schema, right, path, value)).success;

test('every place of a body is found, and has values that do not fit', () => {
  const places = placesOf(schema);
  expect(places.map(({ path }) => path.join('.')).sort()).toEqual([
    'kind',
    'name',
    'steps',
    'steps.0',
    'when',
  ]);
  for (const { path, bad } of places) {
    expect(bad.length, path.join('.')).toBeGreaterThan(2);
    expect(
      bad.filter((value) => fits(path, value)),
      `${path.join('.')}: what fits after all`,
    ).toEqual([]);
  }
});

test('what is called good fits, to the edges', () => {
  const places = placesOf(schema);
  for (const { path, good } of places)
    expect(
      good.filter((value) => !fits(path, value)),
      path.join('.'),
    ).toEqual([]);
  expect(places.find(({ path }) => path.join() === 'name')?.good).toContain('xxxxx');
});
