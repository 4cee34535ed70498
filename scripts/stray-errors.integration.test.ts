import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const STRAY = join(import.meta.dirname, 'stray-errors.ts');
const ERRORS = join(import.meta.dirname, '../kernel/errors.ts');

test.each([
  ['thrown in a timer', "setTimeout(() => { throw new TypeError('oops'); })", 255, 'a bug of ours'],
  ['rejected with nobody waiting', "void Promise.reject(new TypeError('oops'))", 255, 'a bug of ours'],
  ['of the surroundings', "void Promise.reject(new InfraError('disk full'))", 2, 'harness: disk full'],
])('an error %s never exits like a failed product', (_case, code, status, said) => {
  const input = `import { exitOnStrayErrors } from ${JSON.stringify(STRAY)};
    import { InfraError } from ${JSON.stringify(ERRORS)};
    exitOnStrayErrors();
    setTimeout(() => undefined, 60_000);
    ${code};`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module'];
  const ended = spawnSync(process.execPath, args, { input, encoding: 'utf8' });
  expect(ended.stderr).toContain(said);
  expect(ended.status).toBe(status);
});

test('the command line exits so from its first verb on', () => {
  const harness = join(import.meta.dirname, 'harness.ts');
  const input = `process.argv.splice(1, process.argv.length, 'harness', 'plan');
    setTimeout(() => { throw new TypeError('oops'); }, 0);
    await import(${JSON.stringify(harness)});`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module'];
  const ended = spawnSync(process.execPath, args, { input, encoding: 'utf8' });
  expect(ended.stderr).toContain('oops');
  expect(ended.status).toBe(255);
});
