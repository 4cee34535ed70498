import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

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

/** Asks of one round after another, each from an address of its own. */
let rounds = 0;
export const newRound = (): number => (rounds += 1);
const MAY_WAIT_S = 15;
const BUSY_MS = 500;
/** As many as a small pool of connections bears on a busy machine. */
const AT_ONCE = 6;

/** Does it to each, a few at once. */
export async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const rest = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, rest));
}

/**
 * Asks without waiting for more than the head of the answer: a stream has no end. Of a target on this machine it asks from an
 * address of its round's own, for addresses are counted, and others ask from the usual one meanwhile; of one elsewhere it waits where
 * it has asked too much. What is busy (503) is asked again, a few times.
 */
export async function headOf(
  url: string,
  method: string,
  headers: Headers,
  round = 0,
  patience = 4,
): Promise<Refusal> {
  const { protocol, hostname } = new URL(url);
  const own =
    hostname === '127.0.0.1' ? { localAddress: `127.0.${9 + (round >> 8)}.${1 + (round % 250)}` } : {};
  const answer = await new Promise<Refusal & { readonly waitS: number }>((resolve, reject) => {
    const asked = (protocol === 'https:' ? secure : plain)(url, { method, headers, ...own });
    asked.once('response', (response) => {
      const waitS = response.statusCode === 429 ? Number(response.headers['retry-after'] ?? 0) : 0;
      resolve({
        ...{ status: response.statusCode ?? 0, waitS },
        challenge: response.headers['www-authenticate'],
      });
      // What is short is read, so that its connection serves again.
      if (response.statusCode === 401) response.resume();
      else asked.destroy();
    });
    asked.once('error', reject);
    asked.end();
  });
  const isBusy = answer.status === 503 && patience > 0;
  if (!isBusy && (answer.waitS === 0 || answer.waitS > MAY_WAIT_S)) return answer;
  await sleep(isBusy ? BUSY_MS : answer.waitS * 1000);
  return headOf(url, method, headers, round, patience - 1);
}
