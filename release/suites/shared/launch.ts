import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const startsSchema = z.record(
  z.string(),
  z.object({ command: z.string(), args: z.array(z.string()), env: z.record(z.string(), z.string()) }),
);
/** To load a product's modules takes seconds of a busy machine. */
const START_MS = 100_000;

/** Another API of the product, beside the target's. */
export interface LaunchedApi {
  readonly url: string;
  stop(): Promise<void>;
}

/** Ends the program when its own standard input ends, which it does with whoever holds the other end. */
const TETHERED = '"$@" </dev/null & child=$!; { cat >/dev/null; kill "$child"; } <&3 & wait "$child"';

/** Starts the version that runs there, on another database; it ends with this process, however that ends. */
export async function launchApi(startsFile: string, databaseUrl: string): Promise<LaunchedApi> {
  const start = startsSchema.parse(JSON.parse(readFileSync(startsFile, 'utf8')))['api'];
  if (start === undefined) throw new Error(`${startsFile} does not say how the API is started`);
  const port = await freePort();
  const child = spawn('/bin/sh', ['-c', `exec 3<&0; ${TETHERED}`, 'sh', start.command, ...start.args], {
    env: {
      PATH: process.env['PATH'],
      TMPDIR: process.env['TMPDIR'],
      ...start.env,
      DATABASE_URL: databaseUrl,
      API_PORT: String(port),
    },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.stdin.end();
    await exited;
  };
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + START_MS;
  while (!(await isReady(url))) {
    if (isOver(child))
      throw new Error(`another API ended with ${String(child.exitCode ?? child.signalCode)}`);
    if (performance.now() > deadline) {
      await stop();
      throw new Error(`another API was not ready within ${START_MS / 1000} s`);
    }
    await sleep(100);
  }
  return { url, stop };
}

const isOver = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/api/health`, { redirect: 'manual', signal: AbortSignal.timeout(5000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
