import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { InfraError, messageOf } from './errors.ts';
import { isLoopback } from './loopback.ts';
import { removeRule } from './network-rule.ts';
import { resumeTree } from './pause.ts';
import { groupMembers, markedProcesses, signal, startedAt, waitUntil } from './process.ts';
import { cgroupMembers, killCgroup, removeCgroup } from './run-cgroup.ts';
import { runTied } from './tied-program.ts';
import type { Undo } from './undo.ts';

const REQUEST_TIMEOUT_MS = 3000;
const KILL_TIMEOUT_MS = 3000;

/** Performs one undo. Harmless when it was performed before. Throws an InfraError that says what is still there. */
export async function performUndo(undo: Undo): Promise<void> {
  switch (undo.kind) {
    case 'signal':
      return endGroup(undo);
    case 'sweep':
      return sweep(undo);
    case 'request':
      return request(undo);
    case 'remove':
      return remove(undo);
    case 'container':
      return removeContainer(undo);
    case 'resume':
      return resumeTree(undo);
    case 'command':
      return runCommand(undo);
    case 'network-rule':
      return removeRule(undo);
  }
}

async function remove({ path, sha256 }: Extract<Undo, { kind: 'remove' }>): Promise<void> {
  if (sha256 !== undefined && existsSync(path) && sha256 !== digestOf(readFileSync(path))) return;
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

const digestOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

async function removeContainer({ id, host }: Extract<Undo, { kind: 'container' }>): Promise<void> {
  const daemon = host === undefined ? [] : ['--host', host];
  await promisify(execFile)('docker', [...daemon, 'rm', '--force', '--volumes', id], { timeout: 30_000 });
}

/** In a folder that is there whoever performs it, with nobody to answer a question. What it leaves running ends with it. */
async function runCommand({ command, args, timeoutMs }: Extract<Undo, { kind: 'command' }>): Promise<void> {
  const limit = AbortSignal.timeout(timeoutMs);
  const { code, words } = await runTied({ command, args, cwd: tmpdir() }, limit);
  if (code === 0) return;
  const how = limit.aborted ? `it did not end within ${timeoutMs} ms` : `it ended with ${code ?? 'a signal'}`;
  throw new InfraError(`\`${[command, ...args].join(' ')}\` did not undo: ${how}: ${words}`);
}

async function endGroup(undo: Extract<Undo, { kind: 'signal' }>): Promise<void> {
  const leader = startedAt(undo.pid);
  // The pid now belongs to somebody else, so the group, whose id a live group keeps reserved, is gone too.
  if (leader !== undefined && leader !== undo.startedAt) return;
  const gone = () => groupMembers(undo.pid).length === 0;
  if (gone()) return;
  signal(-undo.pid, undo.signal);
  // A stopped process cannot act on a polite signal.
  signal(-undo.pid, 'SIGCONT');
  if (await waitUntil(gone, undo.graceMs)) return;
  signal(-undo.pid, 'SIGKILL');
  if (await waitUntil(gone, KILL_TIMEOUT_MS)) return;
  throw new InfraError(
    `process group ${undo.pid} is still alive after SIGKILL: ${groupMembers(undo.pid).join(', ')}`,
  );
}

/** A process that is just becoming another program shows no environment: only several looks at nothing mean nothing. */
const LOOKS = 3;

async function sweep({ run, cgroup }: Extract<Undo, { kind: 'sweep' }>): Promise<void> {
  if (cgroup !== undefined) killCgroup(cgroup);
  let empty = 0;
  const gone = () => {
    const left = markedProcesses(run);
    for (const pid of left) signal(pid, 'SIGKILL');
    empty = left.length === 0 ? empty + 1 : 0;
    return empty >= LOOKS && (cgroup === undefined || removeCgroup(cgroup));
  };
  if (await waitUntil(gone, KILL_TIMEOUT_MS)) return;
  const left = [...markedProcesses(run), ...(cgroup === undefined ? [] : cgroupMembers(cgroup))];
  throw new InfraError(`processes of run ${run} are still alive after SIGKILL: ${left.join(', ')}`);
}

async function request(undo: Extract<Undo, { kind: 'request' }>): Promise<void> {
  const response = await fetch(undo.url, {
    method: undo.method,
    redirect: 'manual',
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...(undo.body !== undefined && { body: undo.body, headers: { 'content-type': 'application/json' } }),
  }).catch((error: unknown) => {
    if (isGone(undo.url, error)) return undefined;
    throw new InfraError(`${undo.method} ${undo.url} did not answer: ${messageOf(causeOf(error) ?? error)}`);
  });
  if (response === undefined || response.ok || response.status === 404) return;
  throw new InfraError(`${undo.method} ${undo.url} answered ${response.status}; expected success or 404`);
}

/**
 * Nobody listens there any more: what was to be undone went with its server. Of a server elsewhere nobody knows that: the way to it
 * may be cut, and the fault stays on.
 */
function isGone(url: string, error: unknown): boolean {
  if (!isLoopback(new URL(url).hostname)) return false;
  const code = causeOf(error)?.code;
  return code === 'ECONNREFUSED' || code === 'ECONNRESET';
}

/** What happened beneath "fetch failed". */
function causeOf(error: unknown): NodeJS.ErrnoException | undefined {
  return error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
}
