import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from './cost.ts';
import type { PageServer } from './page-server.ts';
import { readTree, type TreeReading } from './process-tree.ts';

/** What a load cost while it ran, from its first request to the end of k6: neither start-up nor judging and reporting. */
export interface LoadCost {
  readonly cpuMs: number;
  readonly requests: number;
  readonly perSecond: number;
  readonly cpuUsPerRequest: number;
}

const LOOK_EVERY_MS = 20;

/**
 * Runs a command that loads the server by k6. The CPU time is that of its whole process tree, k6 and harness; the server stands
 * outside. Throws with the end of the output when the command fails or sends nothing.
 */
export async function loadCost({ args, cwd, env }: Command, server: PageServer): Promise<LoadCost> {
  server.forget();
  // The shell stays until it is told to go: what its children used up is then still to be read.
  const child = spawn(
    '/bin/sh',
    ['-c', '"$@" >&2 </dev/null; code=$?; echo over; read _; exit $code', 'sh', ...args],
    {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000)));
  const over = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let isOver = false;
  void over.then(() => (isOver = true));
  const measured = await watchLoad(child.pid ?? 0, server, () => isOver);
  await over;
  child.stdin.end('\n');
  const code = await ended;
  if (code !== 0 || measured === undefined)
    throw new Error(`${args.join(' ')}: exit ${code ?? 'by signal'}, no load measured\n${output}`);
  return measured;
}

async function watchLoad(
  pid: number,
  server: PageServer,
  isOver: () => boolean,
): Promise<LoadCost | undefined> {
  let first: TreeReading | undefined;
  for (;;) {
    const over = isOver();
    if (first === undefined && server.load().requests > 0) first = readTree(pid);
    const now = first && readTree(pid);
    if (first && now && (over || !now.running.includes('k6'))) return costBetween(first, now, server);
    if (over) return undefined;
    await sleep(LOOK_EVERY_MS);
  }
}

function costBetween(first: TreeReading, last: TreeReading, server: PageServer): LoadCost {
  const { requests, seconds } = server.load();
  const cpuMs = last.cpuMs - first.cpuMs;
  return { cpuMs, requests, perSecond: requests / seconds, cpuUsPerRequest: (1000 * cpuMs) / requests };
}
