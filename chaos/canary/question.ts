import type { Answering } from '../../kernel/target.ts';

/** What is spoken there; decides which question the canary asks. */
export type Protocol = Answering['protocol'];

/** A tiny request that only the subject itself can answer: without credentials, and changing nothing. */
export interface Question {
  readonly bytes: Buffer;
  /** What every true answer begins with. */
  readonly answer: RegExp;
}

/** Int32 length 8, then the code of an SSLRequest; the server says S or N before any login. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

const QUESTIONS: Readonly<Record<Protocol, Question>> = {
  postgres: { bytes: SSL_REQUEST, answer: /^[SN]/ },
  // A server that wants a password says so with an error, and that is an answer too.
  redis: { bytes: Buffer.from('*1\r\n$4\r\nPING\r\n'), answer: /^[+-]/ },
  http: {
    bytes: Buffer.from('HEAD / HTTP/1.1\r\nHost: canary\r\nConnection: close\r\n\r\n'),
    answer: /^HTTP\//,
  },
};

export function questionFor(protocol: Protocol): Question {
  return QUESTIONS[protocol];
}
