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

/** The longest question that all of them read to its end before they answer: some servers of HTTP take 4 KB of headers. */
export const LONGEST = 3_000;

/** At least so many bytes long; the smallest one unless told. */
export function questionFor(protocol: Protocol, bytes = 0): Question {
  return bytes === 0 ? QUESTIONS[protocol] : LONG_QUESTIONS[protocol]('x'.repeat(Math.min(bytes, LONGEST)));
}

const LONG_QUESTIONS: Readonly<Record<Protocol, (text: string) => Question>> = {
  // The first words of a login: the server answers how to prove who one is, or that nobody is let in from here.
  postgres: (text) => ({ bytes: startup({ user: 'canary', application_name: text }), answer: /^[RE]/ }),
  redis: (text) => ({
    bytes: Buffer.from(`*2\r\n$4\r\nPING\r\n$${text.length}\r\n${text}\r\n`),
    answer: /^[-$]/,
  }),
  http: (text) => ({
    bytes: Buffer.from(`HEAD / HTTP/1.1\r\nHost: canary\r\nConnection: close\r\nX-Canary: ${text}\r\n\r\n`),
    answer: /^HTTP\//,
  }),
};

/** Int32 length, Int32 version 3.0, names and values that each end with a zero, and one more. */
function startup(parameters: Readonly<Record<string, string>>): Buffer {
  const text = `${Object.entries(parameters)
    .map(([name, value]) => `${name}\0${value}\0`)
    .join('')}\0`;
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + text.length, 0);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, Buffer.from(text, 'latin1')]);
}
