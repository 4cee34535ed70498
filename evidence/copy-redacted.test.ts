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
const KB = 1024;
/** What counts as long here; recorder.test.ts copies what really is. */
const LONG = 512 * KB;
/** Where two of the pieces meet in which a long text is read. */
const BORDER = 256 * KB;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'copy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function copied(content: string, limitBytes = 2 * LONG): Promise<string> {
  const [from, file] = [join(folder, 'from.html'), join(folder, 'to.html')];
  writeFileSync(from, content);
  const fd = openSync(file, 'w');
  try {
    const redactor = new Redactor([SECRET]);
    await copyRedacted({ from, to: { fd, file }, redactor, limitBytes, wholeTextBytes: LONG - 1 });
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

describe('a long text', () => {
  const lines = (length: number) => 'GET /x 200 12ms\n'.repeat(length / 16 + 1).slice(0, length);
  const long = (at: number, part: string) => lines(at) + part + lines(LONG - at);

  test('is copied without its secrets', async () => {
    const copy = await copied(long(BORDER - 5, SECRET));
    expect(copy.includes(SECRET)).toBe(false);
    expect(copy.slice(BORDER - 5, BORDER + 5)).toBe('[redacted]');
  });

  test.each([300 * KB, BORDER - 40, BORDER - 30])('with an embedded archive at %d is opened', async (at) => {
    const copy = await copied(long(at, await embedded()));
    expect(copy.length).toBeGreaterThan(LONG);
    expect(await holdsSecret(copy)).toBe(false);
  });

  test('with an embedded archive, and longer than what is kept, is left out', async () => {
    await expect(copied(long(300 * KB, await embedded()), LONG - KB)).rejects.toThrow(/cannot be cut/);
  });
});
