import { isIPv4, isIPv6 } from 'node:net';

/** Addresses that share their first `length` bits. */
interface Block {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly length: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

/**
 * The addresses of `ranges` but for `allowed`, as the fewest CIDR blocks: 32 of IPv4 around one address. An IPv4 address that is
 * written as an IPv6 one (`::ffff:127.0.0.1`) is the IPv4 one, as for k6.
 */
export function otherAddresses(ranges: readonly string[], allowed: readonly string[]): readonly string[] {
  const holes = allowed.map((address) => addressOf(address));
  return ranges.flatMap((range) => {
    const [address = '', length] = range.split('/');
    return around({ ...addressOf(address), length: Number(length) }, holes).map((block) => written(block));
  });
}

function around(block: Block, holes: readonly Block[]): readonly Block[] {
  const within = holes.filter((hole) => isWithin(hole, block));
  if (within.length === 0) return [block];
  const width = WIDTH[block.family];
  if (block.length === width) return [];
  const length = block.length + 1;
  const upper = block.bits | (1n << BigInt(width - length));
  return [...around({ ...block, length }, within), ...around({ ...block, bits: upper, length }, within)];
}

function isWithin(hole: Block, { family, bits, length }: Block): boolean {
  const shift = BigInt(WIDTH[family] - length);
  return hole.family === family && hole.bits >> shift === bits >> shift;
}

function addressOf(address: string): Block {
  if (isIPv4(address)) return { family: 4, bits: joined(address.split('.').map(Number), 8n), length: 32 };
  if (!isIPv6(address)) throw new TypeError(`not an address: ${address}`);
  // The URL parser writes every form of an address in one: hexadecimal, the longest run of zeros as `::`.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  const bits = joined([...before, ...zeros, ...after], 16n);
  return bits >> 32n === 0xffffn
    ? { family: 4, bits: bits & 0xffffffffn, length: 32 }
    : { family: 6, bits, length: 128 };
}

function groupsOf(text: string): readonly number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

function joined(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((bits, part) => (bits << width) | BigInt(part), 0n);
}

function written({ family, bits, length }: Block): string {
  if (family === 4) return `${parts(bits, 4, 8n).join('.')}/${length}`;
  const groups = parts(bits, 8, 16n).map((group) => group.toString(16));
  return `${groups.join(':')}/${length}`;
}

function parts(bits: bigint, count: number, width: bigint): readonly bigint[] {
  const mask = (1n << width) - 1n;
  return Array.from({ length: count }, (_, index) => (bits >> (BigInt(count - 1 - index) * width)) & mask);
}
