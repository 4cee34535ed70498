import { expect, it } from 'vitest';
import { configSchema } from '../../kernel/config.ts';
import { sampleSuite } from '../../kernel/testing/samples.ts';
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

it('a stage of its own is one by its policy; what nobody has one for is refused, with the nearest', () => {
  const suite = (stage: string) => ({
    value: { ...sampleSuite(), stages: [stage] },
    file: 'a.suite.ts',
    folder: '/',
  });
  const definitions = (stage: string) => ({
    ...{ kinds: [], engines: [], environments: [], targets: [] },
    suites: [suite(stage)],
  });
  const config = (more: object) => configSchema.parse({ stages: { canary: {} }, otherwise: {}, ...more });
  const check = (stage: string, more = {}) => checkConfig(config(more), definitions(stage), new Set());
  for (const stage of ['canary', 'nightly']) expect(() => check(stage)).not.toThrow();
  expect(() => check('canray')).toThrow(
    /a\.suite\.ts: stages: got the stage "canray"; the nearest is "canary"/,
  );
  const fresh = { otherwise: { fresh: [{ stage: 'soka', days: 7 }] } };
  expect(() => check('canary', fresh)).toThrow(
    /otherwise\.fresh: got the stage "soka"; the nearest is "soak"/,
  );
  const objective = { id: 'runs', title: 't', of: { runs: 'nigthly' }, objective: 0.9, owner: 'o' };
  expect(() => check('canary', { slos: { objectives: [objective] } })).toThrow(
    /slos: objective runs: got the stage "nigthly"; the nearest is "nightly"/,
  );
  expect(() => check('canary', { environment: 'stagin' })).toThrow(/environment: no environment "stagin"/);
  expect(() => config({ stages: { 'Not A Stage': {} } })).toThrow('a stage in kebab-case');
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
