import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { binding } from '../../../fixtures/bindings/target.ts';
import { freePort, serving, type Steered, steering, type Variables } from './launch.ts';

/** Where its code stands in the product's checkout. */
export const WEB = 'fixtures/targets/reference/web';
/** Every secret that it is started with. */
export const SECRET = 'only-for-this-test-'.repeat(3);

/** The web itself, with an API that tests put in the place of the real one. */
export interface Web extends Steered {
  readonly url: string;
  /** Where the web's questions go from now on. */
  ask(apiUrl: string): void;
  stop(): Promise<void>;
}

/** Starts it from the target's source, with these variables too. Rejects with what it said when it does not come up. */
export async function startWeb(variables: Variables = {}): Promise<Web> {
  const { source } = binding();
  if (source === undefined)
    throw new Error(
      'TARGET_SOURCE is not set: the web is started from the source of the target; `./harness target up` says where its own is',
    );
  let apiUrl = '';
  // Every mock has a port of its own; the web knows one address, and keeps no connection to a mock that is gone.
  const api = createServer((asked, answer) => pass(apiUrl, asked, answer)).listen(0, '127.0.0.1');
  await once(api, 'listening');
  const port = await freePort();
  const env = {
    // What it ran is the suite's too, where that is asked for.
    NODE_V8_COVERAGE: process.env['HARNESS_COVERAGE'],
    // As the product is started: no page's time is the machine's.
    TZ: 'Pacific/Chatham',
    WEB_PORT: String(port),
    WEB_PUBLIC_URL: `http://127.0.0.1:${port}`,
    API_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
    JWT_SECRET: SECRET,
    REVALIDATE_SECRET: SECRET,
    SCRAPE_TOKEN: SECRET,
    ...variables,
  };
  const start = { command: process.execPath, args: [join(source, WEB, 'main.ts')], env };
  const web = await serving('web', start, port);
  const stop = async () => {
    api.close();
    await web.stop();
  };
  return { url: web.url, ask: (to) => (apiUrl = to), ...steering(web), stop };
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
