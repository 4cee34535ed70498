import { hash as digest } from 'node:crypto';
import type { Journalled } from '../kernel/evidence.ts';

/** What an event of any journal looks like. */
export interface AnyEvent {
  readonly type: string;
  readonly data: unknown;
}

/** `prev` of the first line. */
export const GENESIS = '0'.repeat(64);

/** The line's hash stands last, so that the hashed text is the line with this member cut out, byte for byte. */
const HASH_MEMBER = /,"hash":"([0-9a-f]{64})"\}$/;

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
export function decodeLine(text: string, seq: number, prev: string): Line<AnyEvent> | string {
  const end = HASH_MEMBER.exec(text);
  if (end === null) return 'is not a journal line: it does not end in a "hash"';
  const hash = digest('sha256', `${text.slice(0, end.index)}}`, 'hex');
  if (hash !== end[1]) return 'was changed: its hash does not match its text';
  const line = JSON.parse(text) as Line<AnyEvent>;
  if (line.prev !== prev)
    return `does not follow the line before it: its "prev" is ${line.prev}, not ${prev}`;
  if (line.seq !== seq) return `has "seq" ${line.seq}, not ${seq}: lines are missing or were moved`;
  return line;
}
