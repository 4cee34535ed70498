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

/** Why a line does not fit: what follows `the line …`. */
export interface Broken {
  readonly broken: string;
}

/** Decodes one line and checks its own hash and its place in the chain; gives the reason where it does not fit. */
export function decodeLine(
  bytes: Buffer,
  seq: number,
  prev: string,
): { readonly line: Line<AnyEvent> } | Broken {
  const end = Math.max(0, bytes.length - HASH_MEMBER_BYTES);
  const [, said] = HASH_MEMBER.exec(bytes.toString('latin1', end)) ?? [];
  if (said === undefined) return { broken: 'is not a journal line: it does not end in a "hash"' };
  // Of the bytes, not of the text: what is no UTF-8 reads as one and the same character.
  const hash = createHash('sha256').update(bytes.subarray(0, end)).update('}').digest('hex');
  if (hash !== said) return { broken: 'was changed: its hash does not match its text' };
  const parsed = parse(bytes.toString());
  if ('broken' in parsed) return parsed;
  const { line } = parsed;
  if (line.prev !== prev)
    return {
      broken: `does not follow the line before it: its "prev" is ${JSON.stringify(line.prev)}, not "${prev}"`,
    };
  if (line.seq !== seq)
    return { broken: `has "seq" ${JSON.stringify(line.seq)}, not ${seq}: lines are missing or were moved` };
  return parsed;
}

function parse(text: string): { readonly line: Line<AnyEvent> } | Broken {
  try {
    const line = JSON.parse(text) as Line<AnyEvent>;
    if (typeof line.type !== 'string') return { broken: 'is not a journal line: it has no "type"' };
    if (typeof line.at === 'string' && !Number.isNaN(Date.parse(line.at))) return { line };
    return { broken: 'is not a journal line: its "at" is no time' };
  } catch (error) {
    return { broken: `is not a journal line: ${messageOf(error)}` };
  }
}
