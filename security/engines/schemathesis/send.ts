import http from 'node:http';
import https from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { HeaderLine } from '../../rules/exchange.ts';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Buffer;
}
export interface Answered {
  readonly status: number;
  readonly headers: readonly HeaderLine[];
  readonly body: Buffer;
}

/** A stream goes on for ever; so much of one shows what it is. */
const STREAM_MS = 300;
const SILENT_MS = 30_000;

/** One request on a connection of its own, of which nothing is changed and no redirect followed. Rejects where no whole answer comes. */
export function send({ method, url, headers, body }: Asked, signal: AbortSignal): Promise<Answered> {
  const target = new URL(url);
  const { request } = target.protocol === 'https:' ? https : http;
  // Written as it is: a parser would mend what is meant to be broken.
  const path = url.slice(url.indexOf('/', target.protocol.length + 2)) || '/';
  const own = ['host', 'connection', 'accept-encoding', 'content-length', 'transfer-encoding'];
  // Else an empty body would go in chunks.
  const hasLength = body.length > 0 || headers.some(([name]) => name.toLowerCase() === 'content-length');
  const lines = [
    ['host', target.host] as const,
    ...headers.filter(([name]) => !own.includes(name.toLowerCase())),
    ...(hasLength ? [['content-length', String(body.length)] as const] : []),
  ];
  return new Promise((resolve, reject) => {
    const { hostname, port } = target;
    const from = addressFor(hostname);
    const asked = request(
      { hostname, port, path, method, headers: lines.flat(), signal, agent: false, ...from },
      (answer) => {
        const { statusCode: status = 0, rawHeaders } = answer;
        const end = (text: Buffer) => resolve({ status, headers: linesOf(rawHeaders), body: text });
        if (answer.headers['content-type']?.startsWith('text/event-stream') === true) {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part)).on('error', () => undefined);
          const over = () => end(Buffer.concat(parts));
          answer.on('end', over);
          setTimeout(() => {
            over();
            asked.destroy();
          }, STREAM_MS);
        } else buffer(answer).then(end, reject);
      },
    );
    asked.setTimeout(SILENT_MS, () => asked.destroy(new Error(`no answer within ${SILENT_MS / 1000} s`)));
    asked.on('error', reject).end(body);
  });
}

/** Limits count by address: on this machine what nobody signed in asks is not to use up what other suites may ask. */
function addressFor(hostname: string): { readonly localAddress?: string } {
  return hostname === '127.0.0.1' && process.platform === 'linux' ? { localAddress: '127.0.9.1' } : {};
}

/** What Node gives as names and values in turn. */
export function linesOf(raw: readonly string[]): readonly HeaderLine[] {
  return raw.flatMap((name, at): HeaderLine[] => (at % 2 === 0 ? [[name, raw[at + 1] ?? '']] : []));
}
