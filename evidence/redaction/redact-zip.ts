import { buffer } from 'node:stream/consumers';
import { Unreadable } from './unreadable.ts';

/** What one entry becomes. */
export type RedactEntry = (name: string, content: Buffer) => Promise<Buffer>;

/** Unpacked, all entries together; an archive that holds more is a trap, or nothing for evidence. */
const MOST_UNPACKED_BYTES = 512 * 1024 * 1024;

/** The same archive with each entry redacted and each name as `rename` gives it. Throws Unreadable for a broken one. */
export async function redactZip(
  archive: Buffer,
  redact: RedactEntry,
  rename: (name: string) => string,
): Promise<Buffer> {
  const [{ fromBufferPromise }, { ZipFile }] = await Promise.all([import('yauzl'), import('yazl')]);
  const output = new ZipFile();
  try {
    const input = await fromBufferPromise(archive, { lazyEntries: true });
    let unpackedBytes = 0;
    for await (const entry of input.eachEntry()) {
      unpackedBytes += entry.uncompressedSize;
      if (unpackedBytes > MOST_UNPACKED_BYTES) throw new Unreadable('the archive is too large when unpacked');
      if (entry.isEncrypted()) throw new Unreadable(`the archive's entry ${entry.fileName} is encrypted`);
      const options = { mtime: entry.getLastModDate(), compress: entry.compressionMethod !== 0 };
      const name = rename(entry.fileName);
      if (entry.fileName.endsWith('/')) output.addEmptyDirectory(name, { mtime: options.mtime });
      else {
        const content = await buffer(await input.openReadStreamPromise(entry));
        output.addBuffer(await redact(entry.fileName, content), name, options);
      }
    }
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable('the archive is broken', { cause: error });
  }
  output.end();
  return buffer(output.outputStream as AsyncIterable<Buffer>);
}
