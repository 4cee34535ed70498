import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import { prepareResultFile } from './result-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'result-'));
  file = join(folder, 'result.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the file of --result', () => {
  it('is gone before the run, so that it is never that of an earlier one', () => {
    writeFileSync(file, '{"verdict":"pass"}');
    prepareResultFile(file);
    expect(existsSync(file)).toBe(false);
  });

  it('is written as a whole, with nothing beside it', () => {
    prepareResultFile(file).write({ verdict: 'fail' });
    expect(readFileSync(file, 'utf8')).toBe('{"verdict":"fail"}');
    expect(readdirSync(folder)).toEqual(['result.json']);
  });

  it('stays behind its link', () => {
    const link = join(folder, 'link.json');
    writeFileSync(file, 'old');
    symlinkSync(file, link);
    prepareResultFile(link).write({ a: 1 });
    expect(readFileSync(file, 'utf8')).toBe('{"a":1}');
    expect(readFileSync(link, 'utf8')).toBe('{"a":1}');
  });

  it.each([
    ['a folder', () => mkdirSync(file), /--result .*result\.json: cannot be written: it is a folder/],
    [
      'in a folder that is none',
      () => (file = join(folder, 'no', 'result.json')),
      /cannot be written: ENOENT/,
    ],
  ])('is refused before anything starts: %s', (_what, spoil, message) => {
    spoil();
    expect(() => prepareResultFile(file)).toThrow(ConfigError);
    expect(() => prepareResultFile(file)).toThrow(message);
  });

  it('says that the run is over when it cannot be written in the end', () => {
    const prepared = prepareResultFile(file);
    mkdirSync(file);
    expect(() => prepared.write({})).toThrow(InfraError);
    expect(() => prepared.write({})).toThrow(/The run itself is sealed and reported/);
  });
});
