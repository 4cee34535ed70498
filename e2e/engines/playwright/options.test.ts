import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';

const here = import.meta.dirname;

test('makes paths absolute and one project a list', () => {
  expect(parseOptions({ files: ['options.ts'], project: 'chromium', grep: '@FUN-01' }, here)).toEqual({
    config: undefined,
    files: [import.meta.filename.replace('.test.ts', '.ts')],
    project: ['chromium'],
    grep: '@FUN-01',
  });
});

test('names every file that does not exist', () => {
  expect(() => parseOptions({ config: 'none.config.ts', files: ['none.spec.ts'] }, here)).toThrow(
    /none\.config\.ts: no such file[^]*none\.spec\.ts: no such file/,
  );
});

test.each([
  ['nothing to run', {}, 'neither a config nor files'],
  ['an unknown option', { files: ['options.ts'], headless: true }, 'headless'],
  ['half a worker', { files: ['options.ts'], workers: 0.5 }, 'workers'],
])('refuses %s', (_case, options, message) => {
  expect(() => parseOptions(options, here)).toThrow(message);
});
