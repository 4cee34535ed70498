import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What strangers test: `/healthz`, and `/status/<code>`. */
export interface StrangerServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startStrangerServer(): Promise<StrangerServer> {
  const server = createServer((request, response) => {
    response.statusCode = Number(/^\/status\/(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'up' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
