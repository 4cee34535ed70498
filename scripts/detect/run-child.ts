import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, InfraError } from '../../kernel/errors.ts';
import type { RunResult } from '../finish/run-result.ts';
import { PRODUCT, PROJECT } from '../../kernel/project.ts';
import type { PlantedRequest } from './planted-request.ts';

export interface ChildRun {
  readonly request: Omit<PlantedRequest, 'result'>;
  /** Where its lines (`<name>.log`) and its result go. */
  readonly folder: string;
  readonly name: string;
  readonly limitMs: number;
  /** Hears which process it is, as soon as there is one; what it gives is called when that has ended. */
  onStart(pid: number): () => void;
  /** Hears of each Ctrl-C: the run stops after the first, at once after the second. Gives how not to hear any more. */
  onStop(listener: () => void): () => void;
}

export interface ChildResult {
  /** Undefined where it was killed before it had one. */
  readonly result: Pick<RunResult, 'run' | 'status'> | undefined;
  readonly durationMs: number;
  /** Why there is no result. */
  readonly problem: string | undefined;
}

/**
 * Runs suites in a process of their own, to its end. Throws an InfraError with its last lines where it refused to run at all:
 * the next one would refuse as well.
 */
export async function runChild({ request, folder, name, limitMs, ...given }: ChildRun): Promise<ChildResult> {
  // A name of its own: a result is never taken for another run's.
  const file = join(folder, `result-${randomUUID()}.json`);
  const log = join(folder, `${name}.log`);
  const began = performance.now();
  const child = start({ ...request, result: file }, log);
  const release = child.pid === undefined ? undefined : given.onStart(child.pid);
  const forget = given.onStop(() => void child.kill('SIGINT'));
  const { code, late } = await endOf(child, limitMs);
  forget();
  release?.();
  const durationMs = performance.now() - began;
  const result = readResult(file);
  rmSync(file, { force: true });
  if (result === undefined && (code === EXIT.usage || code === EXIT.bug))
    throw new InfraError({ what: `a run did not start: ${lastLines(log)}.`, fix: `see ${log}` });
  const problem = late ? `it gave no result within ${limitMs / 1000} s` : `it ended with ${code ?? 'a kill'}`;
  return {
    result,
    durationMs,
    problem: result === undefined ? `the run broke off: ${problem}; see ${log}` : undefined,
  };
}

/** Removes what runs that lost their `detect` left; before the first one starts. */
export function clearResults(folder: string): void {
  for (const left of readdirSync(folder).filter((name) => /^result-.*\.json$/.test(name)))
    rmSync(join(folder, left), { force: true });
}

/** In a session of its own: a Ctrl-C in the terminal reaches `detect` alone, which passes it on. */
function start(request: PlantedRequest, log: string): ChildProcess {
  const out = openSync(log, 'a', 0o600);
  try {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(PRODUCT, 'scripts/detect/planted-run.ts')],
      {
        detached: true,
        cwd: PROJECT,
        env: { ...process.env, HARNESS_PROJECT: PROJECT, NO_COLOR: '1' },
        stdio: ['pipe', out, out],
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.write(`${JSON.stringify(request)}\n`);
    return child;
  } finally {
    closeSync(out);
  }
}

/** One that takes too long is killed, and its watcher puts everything back. */
function endOf(child: ChildProcess, limitMs: number): Promise<{ code: number | null; late: boolean }> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limitMs);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      child.stdin?.destroy();
      resolve({ code, late });
    });
  });
}

function readResult(file: string): ChildResult['result'] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunResult;
  } catch {
    return undefined;
  }
}

function lastLines(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-3).join(' ');
}
