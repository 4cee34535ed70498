import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Every secret that it is started with. */
export const SECRET = 'only-for-this-test-'.repeat(3);

/** The web itself, with an API that tests put in the place of the real one. */
export interface Web {
  readonly url: string;
  /** Where the web's questions go from now on. */
  ask(apiUrl: string): void;
  stop(): Promise<void>;
}

/** Starts it from the target's `source`, with these variables too. Rejects with what it said when it does not come up. */
export async function startWeb(
  source: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Web> {
  let apiUrl = '';
  // Every mock has a port of its own; the web knows one address, and keeps no connection to a mock that is gone.
  const api = await listening(createServer((asked, answer) => pass(apiUrl, asked, answer)));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(source, 'web/main.ts')], {
    env: {
      ...process.env,
      NODE_OPTIONS: undefined,
      // What it ran is the suite's too, where that is asked for.
      NODE_V8_COVERAGE: process.env['HARNESS_COVERAGE'],
      LOG_LEVEL: undefined,
      WEB_PORT: String(port),
      WEB_PUBLIC_URL: url,
      API_URL: `http://127.0.0.1:${portOf(api)}`,
      JWT_SECRET: SECRET,
      REVALIDATE_SECRET: SECRET,
      SCRAPE_TOKEN: SECRET,
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const over = once(child, 'exit');
  const up = new Promise<void>((resolve) =>
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('Server listening')) resolve();
    }),
  );
  const stop = async () => {
    child.kill();
    api.close();
    await over;
  };
  const died = over.then(() => Promise.reject(new Error(`the web did not come up: ${said.slice(-1000)}`)));
  await Promise.race([up, died]);
  // From now on it may end.
  died.catch(() => undefined);
  return { url, ask: (to) => (apiUrl = to), stop };
}

function pass(apiUrl: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { method, headers } = asked;
  const onward = request(`${apiUrl}${asked.url}`, { method, headers, agent: false }, (told) => {
    answer.writeHead(told.statusCode ?? 502, told.headers);
    told.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  answer.on('close', () => onward.destroy());
  asked.pipe(onward);
}

async function listening(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function freePort(): Promise<number> {
  const server = await listening(createServer());
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}
