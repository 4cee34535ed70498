import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

const MOST_BYTES = 64 * 1024 * 1024;
/** What was cut is unpacked as far as it goes. */
const OPTIONS = { maxOutputLength: MOST_BYTES, finishFlush: constants.Z_SYNC_FLUSH };
const ENTRY = Buffer.from('PK\x03\x04');

/**
 * What is packed in bytes that begin like gzip, zlib or a zip: all of it, or of each entry; undefined where nothing is, and
 * `too-large` for what cannot be looked through.
 */
export function unpacked(bytes: Buffer): readonly Buffer[] | 'too-large' | undefined {
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return [gunzipSync(bytes, OPTIONS)];
    // Two bytes are little to go by: they must be a header of zlib as a whole.
    if (bytes[0] === 0x78 && ((bytes[0] << 8) | (bytes[1] ?? 0)) % 31 === 0)
      return [inflateSync(bytes, OPTIONS)];
    return bytes.subarray(0, 4).equals(ENTRY) ? entriesOf(bytes) : undefined;
  } catch (error) {
    return error instanceof RangeError ? 'too-large' : undefined;
  }
}

function entriesOf(archive: Buffer): readonly Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at >= 0; at = archive.indexOf(ENTRY, at + 4)) {
    if (at + 30 > archive.length) break;
    const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
    if (archive.readUInt16LE(at + 8) === 8) entries.push(inflateRawSync(archive.subarray(start), OPTIONS));
  }
  return entries;
}
