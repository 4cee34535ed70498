import { expect, it } from 'vitest';
import { configSchema } from '../../kernel/config.ts';
import { checkConfig } from './config.ts';

it('a policy that demands what the catalogue does not have is refused, with the nearest', () => {
  const known = new Set(['FUN-01', 'FUN-01/admin']);
  const definitions = { kinds: [], suites: [], engines: [], environments: [], targets: [] };
  const demanding = (...mustProve: string[]) =>
    configSchema.parse({ stages: { smoke: { mustProve } }, otherwise: {} });
  const check = (...mustProve: string[]) => checkConfig(demanding(...mustProve), definitions, known);
  expect(() => check('FUN-01', 'FUN-01/admin')).not.toThrow();
  expect(() => check('FUN-01/admn')).toThrow(
    'harness.config.ts: smoke.mustProve: unknown requirement "FUN-01/admn"; near it: FUN-01/admin, FUN-01',
  );
});
