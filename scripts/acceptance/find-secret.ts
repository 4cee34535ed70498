import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateSync } from 'node:zlib';
import yauzl from 'yauzl';
import { DISGUISES } from './disguises.ts';

export interface Search {
  /** Where a secret was found, and in which form. */
  readonly found: readonly string[];
  /** How many files and entries of archives were looked through. */
  readonly examined: number;
}

/** A part of so many characters is readable. */
const READABLE = 8;
const DEEPEST = 4;
const NAME = ' (name)';

/**
 * Looks for secrets, each as a whole in each of its disguises and for each of its parts of eight characters, in the names and the
 * content of every file of the folders, inside zips and gzips, and inside whatever is base64. It knows nothing of how secrets
 * are redacted: it only searches for bytes.
 */
export async function findSecrets(secrets: readonly string[], folders: readonly string[]): Promise<Search> {
  const needles = secrets.flatMap(needlesFor);
  const found = new Set<string>();
  let examined = 0;
  const look = async (where: string, bytes: Buffer, depth: number): Promise<void> => {
    examined += depth === 0 ? 1 : 0;
    for (const form of formsIn(bytes, needles)) found.add(`${where}: ${form}`);
    if (depth === DEEPEST) return;
    for await (const [name, inner, isFile] of insidesOf(bytes)) {
      examined += isFile ? 1 : 0;
      await look(`${where} › ${name}`, inner, depth + 1);
    }
  };
  for (const folder of folders)
    for (const file of filesBelow(folder)) {
      await look(file, readFileSync(file), 0);
      for (const form of formsIn(Buffer.from(file), needles)) found.add(`${file}: ${form}, in its name`);
    }
  return { found: [...found], examined };
}

/** The forms of secrets that can be read in a text. */
export async function findInText(secrets: readonly string[], text: string): Promise<readonly string[]> {
  const needles = secrets.flatMap(needlesFor);
  const found = formsIn(Buffer.from(text), needles);
  for await (const [name, inner] of insidesOf(Buffer.from(text)))
    found.push(...formsIn(inner, needles).map((form) => `${name}: ${form}`));
  return found;
}

interface Needle {
  readonly form: string;
  readonly bytes: Buffer;
  readonly anyCase: boolean;
}

function needlesFor(secret: string): readonly Needle[] {
  const parts = Array.from({ length: Math.max(0, secret.length - READABLE + 1) }, (_, at) =>
    secret.slice(at, at + READABLE),
  );
  const lines = [...new Set([...parts, ...parts.map((part) => part.replaceAll(/[^a-z0-9]+/gi, '-'))])];
  return [
    ...[...DISGUISES].map(([form, write]) => ({ form, bytes: Buffer.from(write(secret)), anyCase: false })),
    ...lines
      .filter((part) => part.length >= READABLE)
      .map((part) => needle('a part', part.toLowerCase(), true)),
    ...parts.map((part) => needle('a part in hexadecimal', Buffer.from(part).toString('hex'), true)),
    ...parts.map((part) =>
      needle('a part in UTF-16', Buffer.from(part, 'utf16le').toString('latin1'), false),
    ),
    ...parts.map((part) => needle('a part in a list', [...Buffer.from(part)].join(','), false)),
    ...parts.flatMap((part) =>
      [0, 1, 2].map((shift) => needle('a part in base64', base64At(part, shift), false)),
    ),
  ];
}

function needle(form: string, text: string, anyCase: boolean): Needle {
  return { form, bytes: Buffer.from(text, form.endsWith('UTF-16') ? 'latin1' : 'utf8'), anyCase };
}

/** The part of a base64 text that only the secret decides, for each place at which it can stand in what is encoded. */
function base64At(part: string, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), Buffer.from(part)]);
  return whole.toString('base64').slice(Math.ceil((shift * 8) / 6), Math.floor((whole.length * 8) / 6));
}

function formsIn(bytes: Buffer, needles: readonly Needle[]): string[] {
  const lower = Buffer.from(
    bytes.toString('latin1').replaceAll(/[A-Z]+/g, (text) => text.toLowerCase()),
    'latin1',
  );
  const found = needles.filter(({ bytes: sought, anyCase }) => (anyCase ? lower : bytes).includes(sought));
  return [
    ...new Set(found.map(({ form, bytes: sought }) => `${form} (${sought.toString('latin1').slice(0, 40)})`)),
  ];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What is packed or encoded in these bytes; the last says whether it is a file of its own. */
async function* insidesOf(bytes: Buffer): AsyncGenerator<readonly [string, Buffer, boolean]> {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) {
    for await (const [name, content] of entriesOf(bytes)) yield [name, content, !name.endsWith(NAME)];
    return;
  }
  const unpacked = unpack(bytes);
  if (unpacked) yield ['unpacked', unpacked, true];
  const text = bytes.toString('latin1').replaceAll(/\\r\\n|\\n/g, '\n');
  const runs = [
    ...[...text.matchAll(/[A-Za-z0-9+/]{16,}(?:\r?\n[A-Za-z0-9+/]+)*/g)].map(([run]) =>
      Buffer.from(run, 'base64'),
    ),
    ...[...text.matchAll(/(?:[0-9a-f]{2}){16,}/gi)].map(([run]) => Buffer.from(run, 'hex')),
  ];
  for (const run of runs)
    if (/^(?:PK\x03\x04|\x1f\x8b|\x78)/.test(run.toString('latin1', 0, 4))) yield ['packed', run, false];
  if (runs.length > 0)
    yield ['decoded', Buffer.concat(runs.flatMap((run) => [Buffer.from('\n'), run])), false];
}

function unpack(bytes: Buffer): Buffer | undefined {
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes);
    if (bytes[0] === 0x78 && bytes.length > 8) return inflateSync(bytes);
  } catch {
    // It only began like that.
  }
  return undefined;
}

async function* entriesOf(zip: Buffer): AsyncGenerator<readonly [string, Buffer]> {
  const archive = await yauzl.fromBufferPromise(zip);
  for await (const entry of archive.eachEntry()) {
    yield [`${entry.fileName}${NAME}`, Buffer.from(entry.fileName)];
    if (entry.fileName.endsWith('/')) continue;
    const stream = await archive.openReadStreamPromise(entry);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    yield [entry.fileName, Buffer.concat(chunks)];
  }
}
