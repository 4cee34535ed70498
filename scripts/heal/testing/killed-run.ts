import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { readRun } from '../../../evidence/read-run.ts';
import { runFolderAt } from '../../../evidence/store.ts';
import { verify } from '../../../evidence/verify.ts';
import { markedProcesses, waitUntil } from '../../../kernel/process.ts';
import { patience } from '../../../kernel/testing/patience.ts';
import { type Checkout } from '../../acceptance/checkout.ts';
import { startHarness, type CliOptions, type Running } from '../../acceptance/cli.ts';
import { newestRun, type RunOnDisk } from '../../acceptance/run-evidence.ts';
import { processesOf } from '../../acceptance/stragglers.ts';
import { judgeRun } from '../../finish/judge-run.ts';

/** Guards against hanging only. */
export const PATIENCE_MS = patience(30_000);

/** A run of a copy that is to be killed. */
export interface Victim {
  readonly running: Running;
  /** Its folder, once it has one. */
  readonly run: () => RunOnDisk | undefined;
}

export function startVictim(checkout: Checkout, args: readonly string[], options: CliOptions = {}): Victim {
  const known = checkout.runs().length;
  const running = startHarness(checkout, ['run', ...args], { timeoutMs: PATIENCE_MS, ...options });
  return { running, run: () => (checkout.runs().length > known ? newestRun(checkout) : undefined) };
}

/** Waits until `happened` in the run; throws with what it said when it ends before, for it would never come to that. */
export async function until(
  what: string,
  victim: Victim,
  happened: (run: RunOnDisk) => boolean,
): Promise<RunOnDisk> {
  const state = { over: false };
  void victim.running.ended.then(() => (state.over = true));
  const now = () => {
    const run = victim.run();
    return run !== undefined && happened(run);
  };
  await waitUntil(() => state.over || now(), PATIENCE_MS);
  const run = victim.run();
  if (run && happened(run)) return run;
  throw new Error(
    `${what}: ${state.over ? 'the run ended before' : 'not in time'}; it said:\n${victim.running.said()}`,
  );
}

/** Everything in the run's journals so far, as text. */
export function journalsOf({ folder }: RunOnDisk): string {
  return globSync('**/*.ndjson', { cwd: folder })
    .filter((file) => file !== 'undo.ndjson')
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

/** Its undo is on disk before it is. */
export function faultIsOn({ folder }: RunOnDisk): boolean {
  const undos = join(folder, 'undo.ndjson');
  return existsSync(undos) && readFileSync(undos, 'utf8').includes('/toxics/');
}

/** The process that waits for the end of a run. */
export function watcherOf(checkout: Checkout, { id }: RunOnDisk): number {
  const words = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  const found = processesOf(dirname(checkout.root)).find(
    (pid) =>
      words(pid).some((one) => one.endsWith('watcher.ts')) && words(pid).some((one) => one.endsWith(id)),
  );
  if (found === undefined) throw new Error(`run ${id} has no watcher`);
  return found;
}

/** What a run had shown when it was killed. */
export interface Killed {
  readonly run: RunOnDisk | undefined;
  /** The checks that were in its journals. */
  readonly checks: readonly string[];
  /** Every address on which its processes listened, as its journal and undo log name them. */
  readonly ports: readonly number[];
}

export async function kill({ running, run: find }: Victim): Promise<Killed> {
  try {
    process.kill(running.pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
  await running.ended;
  const run = find();
  if (run === undefined) return { run, checks: [], ports: [] };
  const undos = join(run.folder, 'undo.ndjson');
  const text = journalsOf(run) + (existsSync(undos) ? readFileSync(undos, 'utf8') : '');
  return {
    run,
    checks: [...text.matchAll(/"type":"check".*?"id":"([^"]+)"/g)].map((match) => match[1] ?? ''),
    ports: [...new Set([...text.matchAll(/127\.0\.0\.1:(\d+)/g)].map((match) => Number(match[1])))],
  };
}

export interface Expected {
  /** Ports that were open before the run and stay so. */
  readonly others?: readonly number[];
}

/** Nothing runs, nothing lies about, and what evidence there is is sealed and reads as what it is: only a part. */
export async function expectPutBack(
  checkout: Checkout,
  killed: Killed,
  { others = [] }: Expected = {},
): Promise<void> {
  const base = dirname(checkout.root);
  await waitUntil(() => processesOf(base).length === 0, PATIENCE_MS);
  expect(processesOf(base).map(commandOf), 'processes that outlive the run').toEqual([]);
  expect(readdirSync(checkout.temporary), 'work folders').toEqual([]);
  const runs = join(checkout.root, 'evidence/runs');
  expect(
    globSync('.*', { cwd: runs }).filter((name) => name !== '.'),
    'half-born runs',
  ).toEqual([]);
  if (killed.run !== undefined) await expectSealed(killed.run, killed, others);
}

async function expectSealed(
  run: RunOnDisk,
  { checks, ports }: Killed,
  others: readonly number[],
): Promise<void> {
  expect(markedProcesses(run.id)).toEqual([]);
  for (const port of ports.filter((one) => !others.includes(one)))
    expect(await isOpen(port), `port ${port} is open`).toBe(false);
  const folder = runFolderAt(run.folder, run.id);
  const { run: json, events, suites } = readRun(folder);
  const whole = events.some(
    ({ type, data }) => type === 'ended' && 'status' in data && data.status === 'completed',
  );
  expect(json?.status).toBe(whole ? 'completed' : 'interrupted');
  if (!whole) expect((await judgeRun(folder)).decision.verdict).not.toBe('pass');
  const kept = suites.flatMap(({ evidence }) => evidence.checks.map((check) => check.id));
  expect(kept).toEqual(expect.arrayContaining([...checks]));
  expect(await verify(run.folder)).toEqual([]);
  expect(readFileSync(join(run.reports, 'index.html'), 'utf8')).toContain(json?.verdict ?? 'interrupted');
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** How long an undisturbed run takes on this machine now, in ms: to its first evidence, and in all. */
export async function calibrate(
  checkout: Checkout,
  args: readonly string[],
): Promise<{ startMs: number; wholeMs: number }> {
  const began = performance.now();
  const victim = startVictim(checkout, args);
  await until('a suite that starts', victim, (run) => journalsOf(run).includes('"type":"suite-started"'));
  const startMs = performance.now() - began;
  const { code, said } = await victim.running.ended;
  if (code !== 0) throw new Error(`an undisturbed run must pass; it said:\n${said}`);
  return { startMs, wholeMs: performance.now() - began };
}

/** A number from 0 up to 1 that is the same in every run of this test. */
export function seeded(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x);
}
