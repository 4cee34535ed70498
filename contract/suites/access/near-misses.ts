import { request as plain } from 'node:http';
import { request as secure } from 'node:https';

/** What comes of a good token that is nearly given: the headers that are sent. */
export interface NearMiss {
  readonly title: string;
  /** `other` is a good token of somebody else's. */
  readonly headers: (token: string, other: string) => Headers;
}
type Headers = Readonly<Record<string, string | string[]>>;

const bearer = (value: string): Headers => ({ authorization: `Bearer ${value}` });
const [HEADER, CLAIMS, SIGNATURE] = [0, 1, 2];
const part = (token: string, index: number) => token.split('.')[index] ?? '';

export const nearMisses: readonly NearMiss[] = [
  { title: 'a token without its last character', headers: (token) => bearer(token.slice(0, -1)) },
  { title: 'a token without its first character', headers: (token) => bearer(token.slice(1)) },
  { title: 'a token and a character', headers: (token) => bearer(`${token}A`) },
  { title: 'a token in capitals', headers: (token) => bearer(token.toUpperCase()) },
  { title: 'a token in small letters', headers: (token) => bearer(token.toLowerCase()) },
  { title: 'a token in quotes', headers: (token) => bearer(`"${token}"`) },
  { title: 'a token after two blanks', headers: (token) => bearer(` ${token}`) },
  { title: 'two tokens in one header', headers: (token, other) => bearer(`${token}, Bearer ${other}`) },
  { title: 'a token without a scheme', headers: (token) => ({ authorization: token }) },
  { title: 'a token of another scheme', headers: (token) => ({ authorization: `Basic ${token}` }) },
  {
    title: 'a wrong token, and a good one in a second header',
    headers: (token) => ({ authorization: ['Bearer a.b.c', `Bearer ${token}`] }),
  },
  {
    title: "claims of one token under another one's signature",
    headers: (token, other) =>
      bearer([part(token, HEADER), part(token, CLAIMS), part(other, SIGNATURE)].join('.')),
  },
  { title: 'a token in the cookie of the web', headers: (token) => ({ cookie: `session=${token}` }) },
];

export interface Refusal {
  readonly status: number;
  readonly challenge: string | undefined;
}

/**
 * Asks without waiting for more than the head of the answer: a stream has no end. Of a target on this machine it asks from an
 * address of its own, for addresses are counted, and others ask from the usual one meanwhile.
 */
export function headOf(url: string, method: string, headers: Headers): Promise<Refusal> {
  const { protocol, hostname } = new URL(url);
  const own = hostname === '127.0.0.1' ? { localAddress: '127.0.0.3' } : {};
  return new Promise((resolve, reject) => {
    const asked = (protocol === 'https:' ? secure : plain)(url, { method, headers, ...own });
    asked.once('response', (response) => {
      resolve({ status: response.statusCode ?? 0, challenge: response.headers['www-authenticate'] });
      asked.destroy();
    });
    asked.once('error', reject);
    asked.end();
  });
}
