export const TAR_BLOCK_BYTES = 512;

const CHECKSUM = { start: 148, end: 156 } as const;

/** A header whose checksum fits: what every tar begins with, also one of before there was a mark. */
export function isTarHeader(block: Buffer): boolean {
  if (block.length < TAR_BLOCK_BYTES) return false;
  const told = octalAt(block, CHECKSUM.start, 8);
  let sum = 0;
  for (let index = 0; index < TAR_BLOCK_BYTES; index++)
    sum += index >= CHECKSUM.start && index < CHECKSUM.end ? 0x20 : (block[index] ?? 0);
  return told !== undefined && told > 0 && told === sum;
}

export function nameIn(header: Buffer): string {
  return textAt(header, 0, 100);
}

/** Undefined where it is not told in digits, as of a file of more than 8 GB. */
export function sizeIn(header: Buffer): number | undefined {
  return octalAt(header, 124, 12);
}

function octalAt(block: Buffer, start: number, length: number): number | undefined {
  const text = textAt(block, start, length).trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

function textAt(block: Buffer, start: number, length: number): string {
  return block.toString('latin1', start, start + length).split('\0', 1)[0] ?? '';
}
