import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { patience } from '../../../kernel/testing/patience.ts';

export interface Outcome {
  /** What went wrong, of each number; and the last number begun where it hung. */
  readonly wrong: readonly string[];
  readonly tried: number;
  readonly seconds: number;
  /** How many kinds of change there are. */
  readonly mutations: number;
  readonly sums: Readonly<Record<string, number>>;
}

/** A reader takes milliseconds, and the first one is yet to be loaded. */
const HUNG_MS = patience(5000);

/** Changes evidence in as many numbered ways, and reads it, in a process that is killed should a reader hang. */
export function runChanges(first: number, count: number): Promise<Outcome> {
  const memory = '/dev/shm';
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, 'change-evidence.ts'),
      String(first),
      String(count),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(existsSync(memory) && { MUTATED_EVIDENCE: memory }) },
    },
  );
  return new Promise((resolve, reject) => {
    const wrong: string[] = [];
    let last = '';
    let sum = { tried: 0, seconds: 0, mutations: 0, sums: {} };
    let rest = '';
    let said = '';
    const kill = () => {
      wrong.push(`hung at ${last}`);
      child.kill('SIGKILL');
    };
    let watchdog = setTimeout(kill, HUNG_MS);
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      clearTimeout(watchdog);
      watchdog = setTimeout(kill, HUNG_MS);
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('{"number"')) last = line;
        if (line.startsWith('{"wrong"')) wrong.push(line);
        if (line.startsWith('{"tried"')) sum = JSON.parse(line) as typeof sum;
      }
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(watchdog);
      if (code !== 0) wrong.push(`ended with ${String(code)} at ${last}: ${said}`);
      resolve({ wrong, ...sum });
    });
  });
}
