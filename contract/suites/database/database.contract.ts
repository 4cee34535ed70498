import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Schema, schemaAt } from './schema.ts';

/**
 * What the database held when its schema was published last. A new migration publishes it anew: `schemaAt` of a target that has
 * applied it, as JSON. So nothing of it changes unseen: no constraint, default, policy or grant.
 */
const PUBLISHED = join(import.meta.dirname, 'published/reference.schema.json');
const published = JSON.parse(readFileSync(PUBLISHED, 'utf8')) as Schema;

let now: Schema;
beforeAll(async () => {
  const { database } = binding();
  if (database === undefined)
    throw new Error(
      'TARGET_DATABASE_URL is not set: nothing says where the database of this target is; `./harness target up` says it of its own',
    );
  now = await schemaAt(database.application);
});

describe.each(Object.keys(published))('the %s', (part) => {
  test('of the database are what was published', () => {
    expect(published[part]?.length, `${part} that were published`).toBeGreaterThan(0);
    expect(
      now[part],
      `${part}, against ${PUBLISHED}: what a migration means to change is published anew`,
    ).toEqual(published[part]);
  });
});

test('nothing else is looked at than was published', () => {
  expect(Object.keys(now)).toEqual(Object.keys(published));
});
