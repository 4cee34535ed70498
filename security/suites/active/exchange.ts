import { type IncomingHttpHeaders, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Sent {
  readonly method: string;
  /** After the base URL, as it is to stand in the request. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 2_000_000;

const BUSY_MS = 500;

/** The same, a few times while whoever is asked is busy: a 503 says to try again. What breaks goes on breaking. */
export async function send(base: string, sent: Sent, from?: string, patience = 4): Promise<Answer> {
  const answer = await sendOnce(base, sent, from);
  if (answer.status !== 503 || patience === 0) return answer;
  await sleep(BUSY_MS);
  return send(base, sent, from, patience - 1);
}

/** Asks, follows nothing, and normalises nothing of the path. Of a stream the head is enough. `from`: an address of this machine's own. */
function sendOnce(base: string, { method, path, headers = {}, body }: Sent, from?: string): Promise<Answer> {
  const { protocol, hostname, port, pathname } = new URL(base);
  const own = from !== undefined && hostname === '127.0.0.1' ? { localAddress: from } : {};
  const all = {
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const options = {
    hostname,
    port,
    method,
    path: `${pathname.replace(/\/$/, '')}${path}`,
    headers: all,
    ...own,
  };
  return new Promise((resolve, reject) => {
    const asked = (protocol === 'https:' ? secure : plain)(options, (response) => {
      const answer = { status: response.statusCode ?? 0, headers: response.headers };
      if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
        resolve({ ...answer, text: '' });
        asked.destroy();
        return;
      }
      const parts: Buffer[] = [];
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes <= MOST_BYTES) parts.push(part);
      });
      response.once('error', reject);
      response.once('end', () => resolve({ ...answer, text: Buffer.concat(parts).toString() }));
    });
    asked.setTimeout(TIMEOUT_MS, () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    asked.once('error', reject);
    asked.end(body);
  });
}
