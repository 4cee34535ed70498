import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { findSecrets } from './find-secret.ts';

const SECRET = 'p"1&nted/s+cret<é>';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-secret-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function zipOf(text: string): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(text), 'inside.txt');
  zip.end();
  return buffer(zip.outputStream);
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

it.each<[string, () => Buffer | string | Promise<Buffer>]>([
  ['raw', () => `before ${SECRET} after`],
  ['in JSON', () => JSON.stringify({ password: SECRET })],
  ['in JSON in JSON', () => JSON.stringify(JSON.stringify({ password: SECRET }))],
  ['in a URL', () => `https://example.test/?p=${encodeURIComponent(SECRET)}`],
  ['in a form', () => new URLSearchParams({ p: SECRET }).toString()],
  ['in basic authentication', () => `Basic ${base64(`user@example.test:${SECRET}`)}`],
  ['in base64, in the middle', () => base64(`a${SECRET}b`)],
  ['in base64url', () => Buffer.from(`ab${SECRET}`).toString('base64url')],
  ['in hexadecimal', () => Buffer.from(SECRET).toString('hex')],
  ['in a zip', () => zipOf(SECRET)],
  ['in a gzip', () => gzipSync(SECRET)],
  [
    'in a zip that a page embeds',
    async () =>
      Buffer.from(`<script>data:application/zip;base64,${(await zipOf(SECRET)).toString('base64')}</script>`),
  ],
])('finds a secret %s', async (_, content) => {
  writeFileSync(join(folder, 'file'), await content());
  expect((await findSecrets([SECRET], [folder])).found).not.toEqual([]);
});

it('finds a secret in the name of a file', async () => {
  writeFileSync(join(folder, `shot-${encodeURIComponent(SECRET)}.png`), '');
  expect((await findSecrets([SECRET], [folder])).found).not.toEqual([]);
});

it('finds nothing where there is none, and says how much it looked at', async () => {
  writeFileSync(join(folder, 'one'), await zipOf('harmless'));
  expect(await findSecrets([SECRET], [folder])).toEqual({ found: [], examined: 2 });
});
