import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Row, RowReader } from '../samples/csv-rows.ts';

export interface FileRows {
  /** What one more piece of the file holds, in the file's order; undefined at its end. Rejects for a file that was cut. */
  next(): Promise<readonly Row[] | undefined>;
  /** Lines that were no sample, so far. */
  readonly malformed: number;
  /** Lets go of the file. */
  close(): void;
}

/** Reads samples that a runner wrote, piece by piece: memory stays flat however long the file is. */
export function openSamples(file: string): FileRows {
  const chunks = createGunzip();
  // Whatever breaks, the gunzip is destroyed with it, and its reader hears of it.
  pipeline(createReadStream(file), chunks, () => undefined);
  chunks.setEncoding('utf8');
  const texts = (chunks as AsyncIterable<string>)[Symbol.asyncIterator]();
  let found: Row[] = [];
  const reader = new RowReader((row) => found.push(row));
  const next = async (): Promise<readonly Row[] | undefined> => {
    const piece = await texts.next();
    if (piece.done === true) {
      reader.end();
      return undefined;
    }
    found = [];
    reader.push(piece.value);
    return found;
  };
  return {
    next,
    get malformed() {
      return reader.malformed;
    },
    close: () => chunks.destroy(),
  };
}
