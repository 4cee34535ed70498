import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import type { Definitions } from '../../kernel/definitions.ts';
import { environmentForTest } from '../../fixtures/testing/suite-run.ts';
import { chooseEnvironment } from './choose-environment.ts';

const root = mkdtempSync(join(tmpdir(), 'environment-file-'));
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  vi.unstubAllEnvs();
  delete process.env['FROM_FILE'];
});

it('the variables of .env.<name> count as if exported, and what is exported wins', () => {
  const environments = [{ value: environmentForTest(), file: 'x.ts', folder: '/x' }];
  const definitions = { environments } as unknown as Definitions;
  vi.stubEnv('EXPORTED', 'mine');
  writeFileSync(join(root, '.env.test'), `FROM_FILE='[{"a":1}]'\nEXPORTED=theirs\n`);
  writeFileSync(join(root, '.env.other'), `FROM_FILE=other\n`);
  expect(chooseEnvironment(definitions, 'test', root).name).toBe('test');
  expect([process.env['FROM_FILE'], process.env['EXPORTED']]).toEqual(['[{"a":1}]', 'mine']);
});
