import { type IncomingHttpHeaders, request as plain } from 'node:http';
import { request as secure } from 'node:https';

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

/** Asks, follows nothing, and normalises nothing of the path. Of a stream the head is enough. `from`: an address of this machine's own. */
export function send(
  base: string,
  { method, path, headers = {}, body }: Sent,
  from?: string,
): Promise<Answer> {
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
