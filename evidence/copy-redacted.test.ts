import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { copyRedacted } from './copy-redacted.ts';
import { Redactor } from './redaction.ts';

const SECRET = 'hunter2/hunter2';
const MB = 1024 * 1024;
/** Where two of the pieces meet in which a long text is read. */
const BORDER = 256 * 1024;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'copy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function copied(content: string, limitBytes = 64 * MB): Promise<string> {
  const [from, file] = [join(folder, 'from.html'), join(folder, 'to.html')];
  writeFileSync(from, content);
  const fd = openSync(file, 'w');
  try {
    await copyRedacted({ from, to: { fd, file }, redactor: new Redactor([SECRET]), limitBytes });
  } finally {
    closeSync(fd);
  }
  return readFileSync(file, 'utf8');
}

async function embedded(): Promise<string> {
  const file = new ZipFile();
  file.addBuffer(Buffer.from(SECRET), 'report.json');
  file.end();
  const archive = await buffer(file.outputStream as AsyncIterable<Buffer>);
  return `data:application/zip;base64,${archive.toString('base64')}"`;
}

async function holdsSecret(page: string): Promise<boolean> {
  const [, data = ''] = /base64,([A-Za-z0-9+/=]*)/.exec(page) ?? [];
  const archive = await fromBufferPromise(Buffer.from(data, 'base64'), { lazyEntries: true });
  for await (const entry of archive.eachEntry())
    if ((await buffer(await archive.openReadStreamPromise(entry))).includes(SECRET)) return true;
  return false;
}

describe('a text of more than 16 MB', () => {
  const lines = (length: number) => 'GET /x 200 12ms\n'.repeat(length / 16 + 1).slice(0, length);
  const long = (at: number, part: string) => lines(at) + part + lines(17 * MB - at);

  test('is copied without its secrets', async () => {
    const copy = await copied(long(BORDER - 5, SECRET));
    expect(copy.includes(SECRET)).toBe(false);
    expect(copy.slice(BORDER - 5, BORDER + 5)).toBe('[redacted]');
  });

  test.each([MB, BORDER - 40, BORDER - 10])('with an embedded archive at %d is opened', async (at) => {
    const copy = await copied(long(at, await embedded()));
    expect(copy.length).toBeGreaterThan(17 * MB);
    expect(await holdsSecret(copy)).toBe(false);
  });

  test('with an embedded archive, and longer than what is kept, is left out', async () => {
    await expect(copied(long(MB, await embedded()), 16.5 * MB)).rejects.toThrow(/cannot be cut/);
  });
});
