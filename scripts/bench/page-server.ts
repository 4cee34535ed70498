import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const PAGE = '<!doctype html><html lang="en"><title>Bench</title><h1>Bench</h1></html>';
/** What load scripts ask for, and what is below it; whatever else is asked is no load. */
const LOADED = '/load';

/** A page that costs next to nothing to serve. */
export interface PageServer {
  readonly url: string;
  /** The load since it was forgotten: requests, and the seconds from the first to the last. */
  load(): { readonly requests: number; readonly seconds: number };
  forget(): void;
  close(): void;
}

/** On a free loopback port. */
export async function servePage(): Promise<PageServer> {
  let [requests, firstMs, lastMs] = [0, 0, 0];
  const server = createServer((request, response) => {
    if (request.url?.startsWith(LOADED) === true) {
      lastMs = performance.now();
      if (requests++ === 0) firstMs = lastMs;
    }
    response.setHeader('content-type', 'text/html');
    response.end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    load: () => ({ requests, seconds: (lastMs - firstMs) / 1000 }),
    forget: () => (requests = 0),
    close,
  };
}
