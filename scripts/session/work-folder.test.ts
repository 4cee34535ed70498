import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import { checkTemporaryFolder, makeWorkFolder, writeSecrets } from './work-folder.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'work-folder-'));
});
afterEach(() => rmSync(base, { recursive: true }));

it('takes a temporary folder that can be written to, and leaves nothing there', () => {
  checkTemporaryFolder(base);
  expect(readdirSync(base)).toEqual([]);
});

it('refuses one that is not there, is a file, or moves with the working folder, and says what to do', () => {
  const file = join(base, 'file');
  writeFileSync(file, '');
  for (const [folder, why] of [
    [join(base, 'nowhere'), 'ENOENT'],
    [file, 'it is no folder'],
    [join(file, 'below'), 'ENOTDIR'],
    ['.', 'it is no whole path'],
  ] as const) {
    const check = () => checkTemporaryFolder(folder);
    expect(check).toThrow(ConfigError);
    expect(check).toThrow(`temporary folder ${folder}: ${why}`);
    expect(check).toThrow(/ Fix: let TMPDIR name /);
  }
});

it('what cannot be written later is the doing of the surroundings, not a bug', () => {
  const work = join(base, 'nowhere', 'work');
  expect(() => makeWorkFolder(work)).toThrow(InfraError);
  expect(() => writeSecrets(work, ['Zk3q7WmQ9rT2xL5v'])).toThrow(
    /secrets\.json: could not be written: .* Fix: /,
  );
});
