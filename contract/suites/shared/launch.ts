import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, clientOf } from './client.ts';
import { linesIn } from './log-lines.ts';
import { until } from './until.ts';

const PARTS = ['api', 'web', 'worker'] as const;
type Part = (typeof PARTS)[number];
const PORT = { api: 'API_PORT', web: 'WEB_PORT', worker: 'WORKER_PORT' } as const;
const LIVE = { api: '/api/health/live', web: '/api/health/live', worker: '/health/live' } as const;
const start = z.object({
  command: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
});
const startsSchema = z.record(z.enum(PARTS), start);
/** To load a product's modules takes seconds of a busy machine. */
const START_MS = 100_000;
/** For hooks and tests that start one. */
export const LAUNCH_MS = 150_000;
const CLOCK = join(import.meta.dirname, 'movable-clock.ts');

/** What a process is given instead of what the target's own has; undefined: it has none. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** How the target's own process of a part was started. Throws where nobody says it. */
export function startOf(part: Part): z.infer<typeof start> {
  const { startsFile } = binding();
  if (startsFile === undefined) throw new Error('nothing says how the processes of this target are started');
  return startsSchema.parse(JSON.parse(readFileSync(startsFile, 'utf8')))[part];
}

/** Another process of the product, beside those of the target, on the same stores. It ends with this one, however that ends. */
export interface Launched {
  readonly url: string;
  /** What it wrote. */
  readonly output: () => string;
  /** Its log, a line each; fails for a line that is no JSON. */
  readonly log: () => readonly Record<string, unknown>[];
  /** From now on its clock stands still, there. */
  standAt(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one, and waits until it serves. */
export async function launch(part: 'api' | 'worker', variables: Variables = {}): Promise<Launched> {
  const port = await freePort();
  const { child, output, complaints, exited } = begin(part, { [PORT[part]]: String(port), ...variables });
  const url = `http://127.0.0.1:${port}`;
  const serves = async () =>
    child.exitCode !== null ||
    (await clientOf(url)
      .get(LIVE[part])
      .then(
        ({ status }) => status === 200,
        () => false,
      ));
  await until(`another ${part} that serves`, serves, (is) => is, START_MS);
  if (child.exitCode !== null)
    throw new Error(`another ${part} did not start: ${complaints().slice(0, 1000)}`);
  return {
    url,
    output,
    log: () => linesIn(output()),
    standAt: async (ms) => {
      const from = complaints().length;
      child.stdin?.write(`${ms}\n`);
      const said = () => complaints().slice(from).includes(`clock ${ms}\n`);
      await until(`the clock of another ${part} stands`, said, (is) => is);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Its log, once the lines of all these answers are there. What is missing after a while is for whoever asked to tell. */
export function linesFor(
  { log }: Launched,
  answers: readonly Answer[],
): Promise<ReturnType<Launched['log']>> {
  const ids = answers.map(({ headers }) => headers.get('request-id'));
  const isWhole = (lines: ReturnType<Launched['log']>) => {
    const there = new Set(lines.filter(({ msg }) => msg === 'answered').map(({ requestId }) => requestId));
    return ids.every((one) => there.has(one));
  };
  return until('the lines of all answers', log, isWhole).catch(log);
}

/** Starts one that is to refuse its environment. Gives how it ended and what it said. */
export async function launchRefused(
  part: Part,
  variables: Variables,
): Promise<{ code: number | null; said: string }> {
  const { child, output, complaints, exited } = begin(part, variables);
  await exited;
  return { code: child.exitCode, said: `${output()}${complaints()}` };
}

interface Begun {
  readonly child: ChildProcess;
  /** Of its standard output, and of its standard error. */
  readonly output: () => string;
  readonly complaints: () => string;
  readonly exited: Promise<unknown>;
}

function begin(part: Part, variables: Variables): Begun {
  const { command, args, env } = startOf(part);
  const child = spawn(command, [`--import=${CLOCK}`, ...args], {
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], ...env, ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = once(child, 'close');
  child.stdin.on('error', () => undefined);
  return { child, output: kept(child.stdout), complaints: kept(child.stderr), exited };
}

function kept(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (more) => (text += String(more)));
  return () => text;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
