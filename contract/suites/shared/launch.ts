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
/** A program of the product, and the environment that it gets; undefined: it has none of that name. */
interface Start {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Variables;
}
/** To load a product's modules takes seconds of a busy machine. */
const START_MS = 100_000;
/** To collect what nobody needs takes longer than to set a clock. */
const STEER_MS = 60_000;
/** For hooks and tests that start one. */
export const LAUNCH_MS = 150_000;
const STEERED = join(import.meta.dirname, 'steered.ts');

/** What a process is given instead of what the target's own has; undefined: it has none. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** How the target's own process of a part was started. Throws where nobody says it. */
export function startOf(part: Part): z.infer<typeof start> {
  const { startsFile } = binding();
  if (startsFile === undefined)
    throw new Error(
      'TARGET_STARTS_FILE is not set: nothing says how the processes of this target are started; `./harness target up` says it of its own',
    );
  return startsSchema.parse(JSON.parse(readFileSync(startsFile, 'utf8')))[part];
}

/** What a process of the product does for tests. */
export interface Steered {
  /** From now on its clock stands still, there. */
  standAt(ms: number): Promise<void>;
  /** What it holds once everything that nobody needs is collected, and how many files and connections were open before that. */
  readonly memory: () => Promise<{ readonly bytes: number; readonly open: number }>;
  /** It holds so many bytes more, for good. */
  hold(bytes: number): Promise<void>;
  /** What it wrote to its standard error beside the answers to these. */
  readonly complaints: () => readonly string[];
}

/** Another process of the product, beside those of the target, on the same stores. It ends with this one, however that ends. */
export interface Launched extends Steered {
  readonly url: string;
  /** What it wrote. */
  readonly output: () => string;
  /** Its log, a line each; fails for a line that is no JSON. */
  readonly log: () => readonly Record<string, unknown>[];
  stop(): Promise<void>;
}

/** Starts one, and waits until it serves. */
export async function launch(part: 'api' | 'worker', variables: Variables = {}): Promise<Launched> {
  const port = await freePort();
  const { env, ...program } = startOf(part);
  const own = { ...program, env: { ...env, [PORT[part]]: String(port), ...variables } };
  const begun = await serving(part, own, port);
  const { url, output, stop } = begun;
  return { url, output, log: () => linesIn(output()), ...steering(begun), stop };
}

const ANSWER = /^(clock|memory|hold) \d/;

/** See steered.ts. */
export function steering({ child, complaints }: Begun): Steered {
  const linesFrom = (from: number) => complaints().slice(from).split('\n').filter(Boolean);
  /** Gives the line that answers it. */
  const tell = async (line: string, answer: RegExp) => {
    const from = complaints().length;
    child.stdin?.write(`${line}\n`);
    const look = () => linesFrom(from).find((said) => answer.test(said));
    return (await until(`${line} was obeyed`, look, (said) => said !== undefined, STEER_MS)) ?? '';
  };
  return {
    standAt: async (ms) => void (await tell(`clock ${ms}`, new RegExp(`^clock ${ms}$`))),
    memory: async () => {
      const [, bytes, open] = (await tell('memory', /^memory \d/)).split(' ').map(Number);
      return { bytes: bytes ?? 0, open: open ?? 0 };
    },
    hold: async (bytes) => void (await tell(`hold ${bytes}`, /^hold/)),
    complaints: () => linesFrom(0).filter((line) => !ANSWER.test(line)),
  };
}

interface Serving extends Begun {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Begins it, and waits until it serves at that port of its own. Rejects with what it said when it ends, and ends it when it never does. */
export async function serving(part: Part, start: Start, port: number): Promise<Serving> {
  const begun = begin(start);
  const { child, exited } = begun;
  const url = `http://127.0.0.1:${port}`;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  const serves = async () =>
    hasEnded() ||
    (await clientOf(url)
      .get(LIVE[part])
      .then(
        ({ status }) => status === 200,
        () => false,
      ));
  try {
    await until(`another ${part} that serves`, serves, (is) => is, START_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  if (hasEnded())
    throw new Error(
      `another ${part} ended with ${child.exitCode ?? child.signalCode} and never served: ${said(begun).slice(-1000)}`,
    );
  return { ...begun, url, stop };
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
  const { env, ...program } = startOf(part);
  const begun = begin({ ...program, env: { ...env, ...variables } });
  await begun.exited;
  return { code: begun.child.exitCode, said: said(begun) };
}

interface Begun {
  readonly child: ChildProcess;
  /** Of its standard output, and of its standard error. */
  readonly output: () => string;
  readonly complaints: () => string;
  readonly exited: Promise<unknown>;
}

const said = ({ output, complaints }: Begun) => `${output()}${complaints()}`;

/** Of our own environment it has what it needs to be found and to keep files, and nothing else. */
function begin({ command, args, env }: Start): Begun {
  const child = spawn(command, [`--import=${STEERED}`, ...args], {
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], ...env },
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

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
