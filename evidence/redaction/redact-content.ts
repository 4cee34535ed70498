import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, gunzip, gzip } from 'node:zlib';
import type { Redactor } from '../redaction.ts';
import { contentTypeOf } from './content-type.ts';
import { redactText } from './redact-text.ts';
import { redactZip } from './redact-zip.ts';
import { refuseTarOfArchives } from './search-tar.ts';
import { Unreadable } from './unreadable.ts';

const MOST_UNPACKED_BYTES = 256 * 1024 * 1024;
const DEEPEST = 8;
const NOTE = Buffer.from('[redacted: this binary file held a secret and was left out]\n');
/** Playwright's HTML report carries its data like this, k6's dashboard as a gzip. */
const EMBEDDED = /(?<![A-Za-z0-9+/])(?:UEsDB|H4sIA)[A-Za-z0-9+/]{24,}=*/g;
const EMBEDDED_MARKS = ['UEsDB', 'H4sIA'];

/**
 * The same content without secrets: archives and compressed content are opened, redacted and closed again, at any depth; a
 * binary file that holds a secret becomes a note. Throws Unreadable for what cannot be searched.
 */
export async function redactContent(
  redactor: Redactor,
  name: string,
  content: Buffer,
  depth = 0,
): Promise<Buffer> {
  if (depth > DEEPEST) throw new Unreadable(`it holds archives more than ${DEEPEST} deep`);
  const inner = (innerName: string, bytes: Buffer) => redactContent(redactor, innerName, bytes, depth + 1);
  switch (contentTypeOf(name, content)) {
    case 'zip':
      return redactZip(
        content,
        (entry, bytes) => orNote(inner(entry, bytes)),
        (entry) => redactor.text(entry),
      );
    case 'gzip':
      return promisify(gzip)(
        await inner(name.replace(/\.t?gz$/, ''), await unpacked(promisify(gunzip)(content, LIMIT))),
      );
    case 'brotli':
      return promisify(brotliCompress)(
        await inner(name.slice(0, -3), await unpacked(promisify(brotliDecompress)(content, LIMIT))),
      );
    case 'closed':
      throw new Unreadable('it is an archive, or compressed, in a format that is not opened');
    case 'tar':
      refuseTarOfArchives(content, holdsEmbedded);
      return redactor.isIn(content) ? NOTE : content;
    case 'binary':
      return redactor.isIn(content) ? NOTE : content;
    case 'text':
      return redactText(redactor, name, await redactEmbedded(content, inner));
  }
}

const LIMIT = { maxOutputLength: MOST_UNPACKED_BYTES };

async function unpacked(unpacking: Promise<Buffer>): Promise<Buffer> {
  try {
    return await unpacking;
  } catch (error) {
    throw new Unreadable('it is compressed and cannot be unpacked', { cause: error });
  }
}

/** A part that cannot be searched becomes a note, so that the rest of its archive is kept. */
async function orNote(redacting: Promise<Buffer>): Promise<Buffer> {
  try {
    return await redacting;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return Buffer.from(`[left out: this part could not be searched for secrets: ${error.message}]\n`);
  }
}

/** Whether something may be packed in base64 inside: it has to be opened, and that needs it as a whole. */
export function holdsEmbedded(content: Buffer): boolean {
  return EMBEDDED_MARKS.some((mark) => content.includes(mark));
}

/** What cannot be opened is left to the search, which takes it out if there is a secret in what can be read of it. */
async function redactEmbedded(
  content: Buffer,
  inner: (name: string, bytes: Buffer) => Promise<Buffer>,
): Promise<Buffer> {
  if (!holdsEmbedded(content)) return content;
  const text = content.toString('latin1');
  const parts: string[] = [];
  let from = 0;
  for (const { 0: data, index } of text.matchAll(EMBEDDED)) {
    const redacted = await orUndefined(inner('embedded', Buffer.from(data, 'base64')));
    if (redacted === undefined) continue;
    parts.push(text.slice(from, index), redacted.toString('base64'));
    from = index + data.length;
  }
  return Buffer.from([...parts, text.slice(from)].join(''), 'latin1');
}

async function orUndefined(redacting: Promise<Buffer>): Promise<Buffer | undefined> {
  try {
    return await redacting;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
