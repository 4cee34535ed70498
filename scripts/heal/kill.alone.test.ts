import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { readRun } from '../../evidence/read-run.ts';
import { runFolder } from '../../evidence/store.ts';
import { verify } from '../../evidence/verify.ts';
import { markedProcesses, signal, startedAt, waitUntil } from '../../kernel/process.ts';
import { EVIDENCE, reportFolder } from '../run/places.ts';
import { ROOT } from '../root.ts';

/** What the issue of a kill must be, wherever it hits: see "Evidence survives" in ARCHITECTURE.md. */
const PUT_BACK_WITHIN_MS = 15_000;
/** An experiment, so that there is a fault to be left behind, beside a contract suite that has finished by then. */
const SUITES = ['contract/error-envelope', 'chaos/api-postgres-latency'];

interface Run {
  readonly child: ChildProcess;
  readonly id: string;
  readonly folder: string;
}

const started: Run[] = [];

afterEach(() => {
  for (const { child, id } of started.splice(0)) {
    child.kill('SIGKILL');
    rmSync(join(EVIDENCE, 'runs', id), { recursive: true, force: true });
    rmSync(reportFolder(id), { recursive: true, force: true });
  }
});

async function startRun(): Promise<Run> {
  const known = new Set(globSync(join(EVIDENCE, 'runs', '*')));
  const args = ['run', ...SUITES, '--env', 'local', '--no-allure'];
  const child = spawn(join(ROOT, 'harness'), args, { cwd: ROOT, stdio: 'ignore' });
  // The run's folder says which process is its owner, so that a run of somebody else is never taken for this one.
  const mine = () =>
    globSync(join(EVIDENCE, 'runs', '*')).find((path) => !known.has(path) && ownerOf(path) === child.pid);
  await waitUntil(() => mine() !== undefined, 30_000);
  const folder = mine() ?? '';
  const run = { child, folder, id: folder.slice(folder.lastIndexOf('/') + 1) };
  started.push(run);
  return run;
}

function ownerOf(folder: string): number | undefined {
  try {
    const json = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { process: { pid: number } };
    return json.process.pid;
  } catch {
    return undefined;
  }
}

/** Everything in the run's journals so far, as text. */
function journalsOf({ folder }: Run): string {
  return globSync(join(folder, '**/*.ndjson'))
    .filter((file) => !file.endsWith('undo.ndjson'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

/** Throws at once when the run ends before: it would never come to that, for example where a tool is missing. */
async function waitFor(what: string, { child }: Run, happened: () => boolean): Promise<void> {
  await waitUntil(() => happened() || child.exitCode !== null, 60_000);
  if (happened()) return;
  const why =
    child.exitCode === null ? 'not within 60 s' : `the run ended with exit ${child.exitCode} before`;
  throw new Error(`${what}: ${why}. Fix: see what \`./harness run ${SUITES.join(' ')}\` says`);
}

/** Its undo is on disk before it is. */
function faultIsOn({ folder }: Run): boolean {
  const undos = join(folder, 'undo.ndjson');
  return existsSync(undos) && readFileSync(undos, 'utf8').includes('/toxics/');
}

function checksIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /"type":"check".*?"id":"([^"]+)"/.exec(line)?.[1] ?? []);
}

/** Every address on which the run's processes listened, as its journal and undo log name them. */
function portsOf({ folder }: Run): readonly number[] {
  const text = ['run.ndjson', 'undo.ndjson']
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  return [...new Set([...text.matchAll(/127\.0\.0\.1:(\d+)/g)].map((match) => Number(match[1])))];
}

function watcherOf({ id }: Run): number | undefined {
  const watchers = globSync('/proc/[0-9]*/cmdline').filter((file) => {
    try {
      const words = readFileSync(file, 'utf8').split('\0');
      return words.some((word) => word.endsWith('watcher.ts')) && words.some((word) => word.endsWith(id));
    } catch {
      return false;
    }
  });
  return watchers.map((file) => Number(file.split('/')[2]))[0];
}

function kill(run: Run): { seen: readonly string[]; ports: readonly number[]; work: string } {
  run.child.kill('SIGKILL');
  const { work } = JSON.parse(readFileSync(join(run.folder, 'run.json'), 'utf8')) as { work: string };
  return { seen: checksIn(journalsOf(run)), ports: portsOf(run), work };
}

async function expectPutBack(run: Run, { seen, ports, work }: ReturnType<typeof kill>): Promise<void> {
  const gone = () => markedProcesses(run.id).length === 0 && !existsSync(work);
  expect(await waitUntil(gone, PUT_BACK_WITHIN_MS), 'processes and work folder are gone within 15 s').toBe(
    true,
  );
  for (const port of ports) expect(await isOpen(port), `port ${port} is closed`).toBe(false);
  expect(await waitUntil(() => existsSync(join(run.folder, 'manifest.json')), PUT_BACK_WITHIN_MS)).toBe(true);
  await waitUntil(() => watcherOf(run) === undefined, PUT_BACK_WITHIN_MS);
  const { run: json, suites } = readRun(runFolder(EVIDENCE, run.id));
  expect(json).toMatchObject({ status: 'interrupted', verdict: 'unknown' });
  const kept = suites.flatMap(({ evidence }) => evidence.checks.map((check) => check.id));
  expect(kept).toEqual(expect.arrayContaining([...seen]));
  expect(await verify(run.folder)).toEqual([]);
  expect(readFileSync(join(reportFolder(run.id), 'index.html'), 'utf8')).toContain('interrupted');
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

/** A number from 0 up to 1 that is the same in every run of this test. */
function seeded(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x);
}

describe('a killed run is put back by its watcher and reads interrupted', () => {
  it.each([
    'run-started',
    'planned',
    'tools',
    'target-up',
    'suite-started',
    'start',
    'check',
    'artifact',
    'end',
    'suite-sealed',
    'event',
    'metric',
  ])('after its first "%s"', async (type) => {
    const run = await startRun();
    await waitFor(`"${type}" in a journal`, run, () => journalsOf(run).includes(`"type":"${type}"`));
    await expectPutBack(run, kill(run));
  });

  it('while a fault is on', async () => {
    const run = await startRun();
    await waitFor('a fault that is on', run, () => faultIsOn(run));
    await sleep(1000);
    await expectPutBack(run, kill(run));
  });

  it.each([1, 2, 3, 4, 5])('at the seeded random moment %i', async (seed) => {
    const run = await startRun();
    await sleep(seeded(seed) * 20_000);
    await expectPutBack(run, kill(run));
  });
});

describe('a run whose watcher was killed too', () => {
  it('is put back by heal, and the next run works', async () => {
    const run = await startRun();
    await waitFor('a fault that is on', run, () => faultIsOn(run));
    const watcher = watcherOf(run) ?? 0;
    expect(startedAt(watcher)).toBeDefined();
    signal(watcher, 'SIGKILL');
    const before = kill(run);
    await sleep(1000);
    expect(markedProcesses(run.id).length).toBeGreaterThan(0);
    expect(await harness('heal')).toBe(0);
    await expectPutBack(run, before);
    expect(await harness('run', 'contract/error-envelope', '--env', 'local', '--no-allure')).toBe(0);
  });
});

function harness(...args: readonly string[]): Promise<number | null> {
  const child = spawn(join(ROOT, 'harness'), args, { cwd: ROOT, stdio: 'ignore' });
  return new Promise((resolve) => void child.once('exit', resolve));
}
