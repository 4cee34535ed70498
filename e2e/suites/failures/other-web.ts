import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { binding } from '../../../fixtures/bindings/target.ts';

/** What an API that is played tells: an answer in JSON; undefined: it hangs up. */
export type Told = { readonly status: number; readonly json: unknown } | undefined;
export type Plays = (method: string, path: string) => Told;

/** Another process of the web, beside the target's, which knows an API that is played to it. */
export interface OtherWeb {
  readonly url: string;
  /** What its API tells from now on. */
  play(plays: Plays): void;
  stop(): Promise<void>;
}

const START_MS = 100_000;
/** It ends where its standard input ends: it never outlives who started it. */
const MORTAL = `data:text/javascript,process.stdin.on('end',()=>process.exit(0)).resume();process.stdin.unref()`;

interface Start {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts it, and waits until it serves. Rejects with what it said where it never does. */
export async function startOtherWeb(): Promise<OtherWeb> {
  const { startsFile } = binding();
  if (startsFile === undefined)
    throw new Error('TARGET_STARTS_FILE is not set: nothing says how the web of this target is started');
  const { web } = JSON.parse(readFileSync(startsFile, 'utf8')) as { web: Start };
  let plays: Plays = () => undefined;
  const api = createServer((request, response) => answer(plays, request, response)).listen(0, '127.0.0.1');
  await once(api, 'listening');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(web.command, [`--import=${MORTAL}`, ...web.args], {
    env: {
      ...{ PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], ...web.env },
      ...{ WEB_PORT: String(port), WEB_PUBLIC_URL: url },
      API_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
    },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += String(text)));
  const stop = async () => {
    api.close();
    api.closeAllConnections();
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'close');
    }
  };
  const deadline = performance.now() + START_MS;
  while (!(await serves(url))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`another web does not serve: ${said.slice(-1000)}`);
    }
    await sleep(50);
  }
  return { url, play: (now) => (plays = now), stop };
}

async function serves(url: string): Promise<boolean> {
  const answered = fetch(`${url}/api/health/live`, { redirect: 'manual' });
  return answered.then(
    ({ status }) => status === 200,
    () => false,
  );
}

function answer(plays: Plays, { method = '', url = '' }: IncomingMessage, response: ServerResponse): void {
  const told = plays(method, url.split('?')[0] ?? '');
  if (told === undefined) response.destroy();
  else response.writeHead(told.status, { 'content-type': 'application/json' }).end(JSON.stringify(told.json));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
