import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPlainFile } from './plain-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plain-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file is read whole', () => {
  writeFileSync(join(folder, 'file'), 'zwölf\n');
  writeFileSync(join(folder, 'empty'), '');
  expect(readPlainFile(join(folder, 'file')).toString()).toBe('zwölf\n');
  expect(readPlainFile(join(folder, 'empty'))).toHaveLength(0);
});

test.each<[string, (file: string) => void]>([
  ['link', (file) => symlinkSync('/etc/hostname', file)],
  ['folder', (file) => mkdirSync(file)],
  ['pipe', (file) => execFileSync('mkfifo', [file])],
])('a %s in its place is refused at once', (what, put) => {
  put(join(folder, 'odd'));
  expect(() => readPlainFile(join(folder, 'odd'))).toThrow(`odd: is no file: it is a ${what}`);
});

test('so is a device', () => {
  expect(() => readPlainFile('/dev/zero')).toThrow('/dev/zero: is no file: it is a device');
});
