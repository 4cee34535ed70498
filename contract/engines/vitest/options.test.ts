import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';

const here = import.meta.dirname;

test('makes paths absolute', () => {
  const file = import.meta.filename.replace('.test.ts', '.ts');
  expect(parseOptions({ files: ['options.ts'] }, here)).toEqual({
    config: undefined,
    files: [file],
    project: [],
  });
});

test('names every file that does not exist', () => {
  expect(() => parseOptions({ config: 'none.config.ts', files: ['none.test.ts'] }, here)).toThrow(
    /none\.config\.ts: no such file[^]*none\.test\.ts: no such file/,
  );
});

test.each([
  ['nothing to run', {}, 'neither a config nor files'],
  ['an unknown option', { files: ['options.ts'], pool: 'forks' }, 'pool'],
])('refuses %s', (_case, options, message) => {
  expect(() => parseOptions(options, here)).toThrow(message);
});
