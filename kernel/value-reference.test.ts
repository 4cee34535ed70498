import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readReference, valueReferenceSchema } from './value-reference.ts';

const folder = mkdtempSync(join(tmpdir(), 'references-'));
const file = join(folder, 'password');
writeFileSync(file, 'from-a-file\n');
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that notes that it ran. */
const told = (script: string) => ({
  command: [process.execPath, '-e', `require('fs').appendFileSync('${folder}/ran', 'x');${script}`],
});

it('a variable, a file and what a command prints are values, without white space around those two', () => {
  expect(readReference({ variable: 'A' }, { A: ' as it is ' })).toEqual({ value: ' as it is ' });
  expect(readReference({ file })).toEqual({ value: 'from-a-file' });
  expect(readReference(told(`console.log(' $HOME; printed ')`))).toEqual({ value: '$HOME; printed' });
});

it('a command is asked once', () => {
  const command = told(`console.log('once')`);
  writeFileSync(join(folder, 'ran'), '');
  expect([readReference(command), readReference(command)]).toEqual([{ value: 'once' }, { value: 'once' }]);
  expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe('x');
});

it.each([
  ['a variable that is not set', { variable: 'A' }, /^A is not set$/],
  ['a file that is not there', { file: '/no/such' }, /^the file \/no\/such is not there$/],
  ['a file that cannot be read', { file: folder }, /^the file .* cannot be read: EISDIR/],
  ['a program that is not there', { command: ['/no/such', 'it'] }, /`\/no\/such …` did not run: ENOENT$/],
  ['one that fails', told(`console.log('the-secret'); process.exit(3)`), /ended with code 3$/],
  ['one that prints nothing', told(`console.error('the-secret')`), /printed nothing$/],
])('%s is said by the name of the reference, and no value', (_, reference, problem) => {
  const read = readReference(reference, {});
  const said = 'problem' in read ? read.problem : 'it was read';
  expect(said).toMatch(problem);
  // Neither what a command prints nor what it was given.
  expect(said).not.toContain('the-secret');
});

it('a reference is one of the three, and no value', () => {
  for (const wrong of [
    'secret',
    { value: 'x' },
    { variable: 'lower' },
    { file: 'relative' },
    { command: [] },
  ])
    expect(valueReferenceSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  expect(valueReferenceSchema.safeParse('secret').error?.issues[0]?.message).toMatch(
    /^a reference is one of \{ variable/,
  );
});
