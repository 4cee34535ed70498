import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { clientOf, expectStatus } from '../shared/client.ts';
import { breakingChanges } from './breaking-changes.ts';

/**
 * What the API said of itself when its description was published last, without its refusals, which have one envelope:
 * `jq -c '.paths[][].responses |= with_entries(select(.key < "400"))'` of the `GET /openapi.json` of then.
 */
const PUBLISHED = join(import.meta.dirname, 'published/reference-api.openapi.json');

test('the API breaks nothing of the description that was published @CON-07/breaking-change', async () => {
  const answer = await clientOf(binding().apiUrl).get('/openapi.json');
  expectStatus(answer, 200);
  const published = JSON.parse(readFileSync(PUBLISHED, 'utf8')) as { paths: Record<string, unknown> };
  expect(Object.keys(published.paths).length, 'paths that were published').toBeGreaterThan(20);
  expect(await breakingChanges(published, answer.body as Record<string, unknown>)).toEqual([]);
});
