import { createHash, hash as digest } from 'node:crypto';
import { messageOf } from '../kernel/errors.ts';
import type { Journalled } from '../kernel/evidence.ts';

/** What an event of any journal looks like. */
export interface AnyEvent {
  readonly type: string;
  readonly data: unknown;
}

/** `prev` of the first line. */
export const GENESIS = '0'.repeat(64);

/** The line's hash stands last, so that the hashed text is the line with this member cut out, byte for byte. */
const HASH_MEMBER = /^,"hash":"([0-9a-f]{64})"\}$/;
const HASH_MEMBER_BYTES = `,"hash":"${GENESIS}"}`.length;

/** An event as it stands in its journal, with the two hashes that chain it. */
export type Line<E> = Journalled<E> & { readonly prev: string; readonly hash: string };

/** The line to write, without its newline, and its hash. */
export function encodeLine(event: AnyEvent & { seq: number; at: string; prev: string }): {
  readonly text: string;
  readonly hash: string;
} {
  const { seq, at, type, data, prev } = event;
  const body = JSON.stringify({ seq, at, type, data, prev });
  const hash = digest('sha256', body, 'hex');
  return { text: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/** Decodes one line and checks its own hash and its place in the chain; gives the reason where it does not fit. */
export function decodeLine(bytes: Buffer, seq: number, prev: string): Line<AnyEvent> | string {
  const end = Math.max(0, bytes.length - HASH_MEMBER_BYTES);
  const [, said] = HASH_MEMBER.exec(bytes.toString('latin1', end)) ?? [];
  if (said === undefined) return 'is not a journal line: it does not end in a "hash"';
  // Of the bytes, not of the text: what is no UTF-8 reads as one and the same character.
  const hash = createHash('sha256').update(bytes.subarray(0, end)).update('}').digest('hex');
  if (hash !== said) return 'was changed: its hash does not match its text';
  const line = parse(bytes.toString());
  if (typeof line === 'string') return line;
  if (line.prev !== prev)
    return `does not follow the line before it: its "prev" is ${JSON.stringify(line.prev)}, not "${prev}"`;
  if (line.seq !== seq)
    return `has "seq" ${JSON.stringify(line.seq)}, not ${seq}: lines are missing or were moved`;
  return line;
}

function parse(text: string): Line<AnyEvent> | string {
  try {
    const line = JSON.parse(text) as Line<AnyEvent>;
    if (typeof line.type !== 'string') return 'is not a journal line: it has no "type"';
    if (typeof line.at === 'string' && !Number.isNaN(Date.parse(line.at))) return line;
    return 'is not a journal line: its "at" is no time';
  } catch (error) {
    return `is not a journal line: ${messageOf(error)}`;
  }
}
