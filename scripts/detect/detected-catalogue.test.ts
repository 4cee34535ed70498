import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configSchema } from '../../kernel/config.ts';
import { PRODUCT } from '../../kernel/project.ts';
import { catalogueOf } from './detected-catalogue.ts';

it('lists of the lent catalogue what the stages demand and the defects break, and no more', () => {
  const root = mkdtempSync(join(tmpdir(), 'detected-'));
  const config = configSchema.parse({ stages: { pr: { mustProve: ['CON-01'] } }, otherwise: {} });
  const { requirements } = catalogueOf(config, ['FUN-01/by-role'], { root, product: PRODUCT });
  expect(requirements.map(({ id }) => id).toSorted()).toEqual(['CON-01', 'FUN-01']);
  rmSync(root, { recursive: true });
});
