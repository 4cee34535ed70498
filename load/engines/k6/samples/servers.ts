import { serverOf } from '../../../../fixtures/plain-files/server-of.ts';
import type { Row } from './csv-rows.ts';

/** One sample of each request, session or call. */
const REQUESTS = new Set(['http_reqs', 'ws_sessions', 'grpc_req_duration', 'browser_http_req_duration']);
const AT_MOST = 50;

/** Which servers a load sent its requests to, as their `url` tags tell. */
export class Servers {
  /** An address of each server, by the server. */
  readonly #asked = new Map<string, string>();
  readonly #seen = new WeakSet();
  #untold = false;

  add(row: Row): void {
    if (!REQUESTS.has(row.metric)) return;
    if (row.tags !== undefined) {
      if (this.#seen.has(row.tags)) return;
      this.#seen.add(row.tags);
    }
    const url = row.tag('url');
    const server = serverOf(url);
    if (server === undefined || this.#asked.size >= AT_MOST) this.#untold = true;
    else if (!this.#asked.has(server)) this.#asked.set(server, URL.parse(url)?.origin ?? url);
  }

  /** Their addresses, in the order in which they were asked first; undefined where the samples do not tell all of them. */
  all(): readonly string[] | undefined {
    return this.#untold ? undefined : [...this.#asked.values()];
  }
}
