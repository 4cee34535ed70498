import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { InfraError } from '../../kernel/errors.ts';
import { signerOf } from './undo-key.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'undo-key-'));
  file = join(folder, 'state', 'undo.key');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('is made at first use, for this user alone, and is the same from then on', () => {
  const signature = signerOf(file)('a');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(signerOf(file)('a')).toBe(signature);
  expect(signerOf(file)('b')).not.toBe(signature);
  expect(signerOf(join(folder, 'other'))('a')).not.toBe(signature);
});

it('is one, also where two processes make it at once', async () => {
  const script = `import { signerOf } from '${import.meta.dirname}/undo-key.ts'; console.log(signerOf('${file}')('a'));`;
  const sign = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  const [first, ...others] = await Promise.all([sign(), sign(), sign()]);
  for (const { stdout } of others) expect(stdout).toBe(first.stdout);
  expect(readdirSync(join(folder, 'state'))).toEqual(['undo.key']);
});

it('that is none is told, and what to do', () => {
  signerOf(file)('a');
  writeFileSync(file, 'short');
  expect(() => signerOf(file)('a')).toThrow(InfraError);
  expect(() => signerOf(file)('a')).toThrow(/undo\.key: got 5 bytes.* Fix: .*remove that file/);
});
