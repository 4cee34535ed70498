import { expect, it } from 'vitest';
import { configSchema } from '../../kernel/config.ts';
import { checkConfig, parseConfig } from './config.ts';

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

it('a demand whose value is undefined is refused: its name is mistyped, and nothing would be demanded', () => {
  const proven: Record<string, string[]> = { smoke: ['FUN-01'] };
  const demanding = (of: string) =>
    parseConfig({ stages: { smoke: { mustProve: proven[of] } }, otherwise: {}, waivers: [] });
  expect(demanding('smoke').stages.smoke?.mustProve).toEqual(['FUN-01']);
  expect(() => demanding('smok')).toThrow(
    'harness.config.ts: stages.smoke.mustProve: got undefined; correct the name in its value, or leave it out',
  );
  expect(() => parseConfig(undefined)).toThrow('harness.config.ts: Invalid input: expected object');
});

it.each([
  [2, 'harness.config.ts: version: got 2; this harness knows up to 1; npm install release-harness@latest'],
  [0, 'harness.config.ts: version: Too small'],
  ['1', 'harness.config.ts: version: Invalid input: expected number'],
])('a config of version %j is refused', (version, why) => {
  expect(() => parseConfig({ version, otherwise: {} })).toThrow(why);
});

it('one that says no version is of the form of today', () => {
  expect(parseConfig({ otherwise: {} }).version).toBe(1);
});
