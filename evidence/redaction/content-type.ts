import { isTarHeader, TAR_BLOCK_BYTES } from './tar-header.ts';

/** So many first bytes tell what a file is. */
export const HEAD_BYTES = TAR_BLOCK_BYTES;

/** How a file's content must be searched. */
export type ContentType = 'zip' | 'gzip' | 'brotli' | 'tar' | 'closed' | 'binary' | 'text';

/** Archives and compressed content that nothing here opens: what they hold cannot be searched. */
const CLOSED: readonly [offset: number, magic: string][] = [
  [0, '\xfd7zXZ\0'],
  [0, '\x28\xb5\x2f\xfd'],
  [4, '1AY&SY'],
  [4, '\x17rE8P\x90'],
  [0, '7z\xbc\xaf\x27\x1c'],
  [0, 'Rar!\x1a\x07'],
  [0, '\x04\x22\x4d\x18'],
  [0, '\x1f\x9d'],
  [0, 'LZIP\x01'],
  [0, 'MSCF\0\0\0\0'],
  [0, '\x50\x2a\x4d\x18'],
  [0, ']\0\0'],
  [0, '!<arch>\n'],
  [0, '\xed\xab\xee\xdb'],
  [0, '\xc7\x71'],
  [0, '\x60\xea'],
  [0, 'xar!\0'],
  [0, 'Cr24\x02\0'],
  [0, 'Cr24\x03\0'],
  [0, 'PAR1\x15'],
  [0, 'ARROW1\0\0'],
  [0, 'Obj\x01'],
  ...['-lh0-', '-lh1-', '-lh4-', '-lh5-', '-lh6-', '-lh7-', '-lzs-'].map((method): [number, string] => [
    2,
    method,
  ]),
];

/** Unlike a log that begins with a date. */
const CPIO = /^07070[127][0-9a-f]{30}/i;

/** Formats that a replaced byte would break. Text is what is none of these: its bytes are searched and replaced in place. */
const BINARY: readonly [offset: number, magic: string][] = [
  [0, '\x89PNG'],
  [0, '\xff\xd8\xff'],
  [0, 'GIF8'],
  [8, 'WEBP'],
  [0, 'BM'],
  [0, '\0\0\x01\0'],
  [4, 'ftyp'],
  [0, '\x1a\x45\xdf\xa3'],
  [0, 'OggS'],
  [0, 'ID3'],
  [0, 'wOFF'],
  [0, 'wOF2'],
  [0, '\0\x01\0\0'],
  [0, 'OTTO'],
  [0, '%PDF-'],
  [0, '\0asm'],
  [0, '\x7fELF'],
  [0, 'SQLite format 3\0'],
];

/** Tells by the first bytes, and for Brotli, which has no mark, by the name. */
export function contentTypeOf(name: string, head: Buffer): ContentType {
  const starts = (magic: string, offset = 0): boolean =>
    head.subarray(offset, offset + magic.length).equals(Buffer.from(magic, 'latin1'));
  if (starts('PK\x03\x04') || starts('PK\x05\x06')) return 'zip';
  if (starts('\x1f\x8b')) return 'gzip';
  if (name.endsWith('.br')) return 'brotli';
  if (CLOSED.some(([offset, magic]) => starts(magic, offset))) return 'closed';
  if (CPIO.test(head.toString('latin1', 0, 40))) return 'closed';
  if (starts('ustar', 257) || isTarHeader(head.subarray(0, HEAD_BYTES))) return 'tar';
  return BINARY.some(([offset, magic]) => starts(magic, offset)) ? 'binary' : 'text';
}
