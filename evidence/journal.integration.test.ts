import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readChain } from './journal-reader.ts';

/** Appends until it is refused, then something short; prints the refusal. */
const WRITER = `
  import { openJournal } from '${join(import.meta.dirname, 'journal.ts')}';
  import { z } from '${import.meta.resolve('zod')}';
  const schema = z.object({ type: z.string(), data: z.unknown() });
  const journal = openJournal({ file: process.argv[2], schema, now: () => new Date(0), torn: () => ({ type: 'torn', data: 0 }) });
  try {
    for (;;) journal.append({ type: 'long', data: 'x'.repeat(300) });
  } catch (error) {
    console.log(error.message);
  }
  journal.append({ type: 'short', data: 'x' });
  journal.close();
`;

test('a line that fits the disk only in part is taken back, so that the chain stays whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  const [script, file] = [join(folder, 'writer.mjs'), join(folder, 'journal.ndjson')];
  writeFileSync(script, WRITER);
  // A limit on file sizes, in blocks of 512 or 1024 bytes, stands in for a disk that is nearly full.
  const command = `trap '' XFSZ; ulimit -f 3; exec "$@"`;
  const output = execFileSync('/bin/sh', ['-c', command, 'sh', process.execPath, script, file], {
    encoding: 'utf8',
  });
  expect(output).toMatch(/journal\.ndjson: could not be written: EFBIG/);
  const { events, tornBytes } = readChain(file);
  expect(events.map((event) => event.type)).toEqual([...events.slice(1).map(() => 'long'), 'short']);
  expect([tornBytes, events.length > 1]).toEqual([0, true]);
  expect(readFileSync(file).at(-1)).toBe(0x0a);
  rmSync(folder, { recursive: true });
});
