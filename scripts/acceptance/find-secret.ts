import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import yauzl from 'yauzl';
import { disguisesOf } from './disguises.ts';

export interface Search {
  /** Where the secret was found, and in which form. */
  readonly found: readonly string[];
  /** How many files and entries of archives were looked through. */
  readonly examined: number;
}

/** Looks for a secret in every file of the folders: byte-wise, inside zips and gzips, and inside what pages embed as base64. */
export async function findSecret(secret: string, folders: readonly string[]): Promise<Search> {
  const needles = [...disguisesOf(secret)];
  const found: string[] = [];
  let examined = 0;
  const look = async (where: string, bytes: Buffer): Promise<void> => {
    examined += 1;
    for (const [form, needle] of needles) if (bytes.includes(needle)) found.push(`${where}: ${form}`);
    for await (const [name, inner] of insidesOf(bytes)) await look(`${where} › ${name}`, inner);
  };
  for (const folder of folders)
    for (const file of filesBelow(folder)) {
      await look(file, readFileSync(file));
      for (const [form, needle] of needles)
        if (file.includes(needle)) found.push(`${file}: ${form}, in its name`);
    }
  return { found, examined };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What is packed in these bytes. */
async function* insidesOf(bytes: Buffer): AsyncGenerator<readonly [string, Buffer]> {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) yield* entriesOf(bytes);
  if (bytes.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) yield ['gunzipped', gunzipSync(bytes)];
  for (const [index, [, base64 = '']] of [
    ...bytes.toString('latin1').matchAll(/;base64,([A-Za-z0-9+/=]{40,})/g),
  ].entries())
    yield [`embedded ${index + 1}`, Buffer.from(base64, 'base64')];
}

async function* entriesOf(zip: Buffer): AsyncGenerator<readonly [string, Buffer]> {
  const archive = await yauzl.fromBufferPromise(zip);
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const stream = await archive.openReadStreamPromise(entry);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    yield [entry.fileName, Buffer.concat(chunks)];
  }
}
