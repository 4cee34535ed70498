import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, InfraError } from './errors.ts';
import { spawnHeld, type HeldProcess } from './held-process.ts';
import { performUndo } from './perform-undo.ts';
import { markedProcesses, startedAt, withKin } from './process.ts';
import { chooseTable } from './process-table.ts';
import { ProcTable } from './proc-table.ts';
import { PsTable } from './ps-table.ts';
import { cgroupMembers, makeCgroup, placeForCgroup } from './run-cgroup.ts';
import { undoSchema } from './undo.ts';

const strangers: ChildProcess[] = [];
let folder: string;
let run: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-test-'));
  run = `test-${folder.slice(-6)}`;
});
afterEach(async () => {
  for (const one of strangers.splice(0)) await kill(one);
  await performUndo({ kind: 'sweep', run });
  rmSync(folder, { recursive: true });
});

/** A process of no run, ended after the test. */
function stranger(command: string, args: readonly string[]): ChildProcessByStdio<Writable, Readable, null> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  strangers.push(child);
  return child;
}

async function start(script: string, cgroup?: string): Promise<HeldProcess> {
  const held = await spawnHeld({ command: 'sh', args: ['-c', script], cwd: folder }, run, cgroup);
  held.release();
  return held;
}

/** The pid that a process wrote to a file of the test's folder. */
async function pidIn(name: string): Promise<number> {
  const read = () => Number(readFileSync(join(folder, name), 'utf8'));
  await expect.poll(() => (existsSync(join(folder, name)) ? read() : 0)).toBeGreaterThan(0);
  return read();
}

/** Sheds its environment, session, group, parent, folder, files and name, as a daemon does. */
const daemon = (pidFile: string) =>
  `cp "$(command -v sleep)" ./plain; setsid env -i sh -c '(./plain 300 </dev/null >/dev/null 2>&1 & echo $! >${pidFile}; cd /) &' & wait`;

describe('a daemon that has shed everything', () => {
  it.each([
    ['by its mark', () => undefined],
    ['by its cgroup where the user may make one', () => placeForCgroup(run)],
  ])('is found and ended %s, and nobody else is', async (_, place) => {
    const cgroup = place();
    if (cgroup !== undefined) makeCgroup(cgroup);
    const other = stranger('sleep', ['300']);
    const held = await start(daemon('daemon'), cgroup);
    const pid = await pidIn('daemon');
    await held.exited;
    expect(startedAt(pid)).toBeDefined();
    await performUndo({ kind: 'sweep', run, ...(cgroup !== undefined && { cgroup }) });
    expect(startedAt(pid)).toBeUndefined();
    expect(startedAt(other.pid ?? 0)).toBeDefined();
  });

  it.runIf(placeForCgroup('any') !== undefined)(
    'is ended by its cgroup alone, with the cgroups of runs within the run',
    async () => {
      const cgroup = placeForCgroup(run) ?? '';
      makeCgroup(cgroup);
      const held = await start(
        `bash -c 'ulimit -S -m unlimited; ${daemon('daemon').replaceAll("'", `'"'"'`)}'`,
        cgroup,
      );
      const pid = await pidIn('daemon');
      await held.exited;
      expect(cgroupMembers(cgroup)).toEqual([pid]);
      makeCgroup(join(cgroup, 'inner'));
      writeFileSync(join(cgroup, 'inner', 'cgroup.procs'), String(pid));
      expect(markedProcesses(run)).toEqual([]);
      await performUndo({ kind: 'sweep', run, cgroup });
      expect(startedAt(pid)).toBeUndefined();
      // Again, and of one that is gone, it does nothing.
      await performUndo({ kind: 'sweep', run, cgroup });
    },
  );
});

describe('a run within a run', () => {
  it('is ended with the outer one, and does not end it', async () => {
    const inner = `${run}-inner`;
    await start('sleep 300 & echo $! >outer; wait');
    const outer = await pidIn('outer');
    const nested = `import { spawnHeld } from ${JSON.stringify(join(import.meta.dirname, 'held-process.ts'))};
      (await spawnHeld({ command: 'sh', args: ['-c', 'sleep 300 & echo $! >inner; wait'] }, ${JSON.stringify(inner)})).release();`;
    writeFileSync(join(folder, 'nested.ts'), nested);
    await start(`'${process.execPath}' --disable-warning=ExperimentalWarning nested.ts`);
    const innermost = await pidIn('inner');
    expect(markedProcesses(run)).toEqual(expect.arrayContaining([outer, innermost]));
    expect(markedProcesses(inner)).toContain(innermost);
    expect(markedProcesses(inner)).not.toContain(outer);
    await performUndo({ kind: 'sweep', run });
    expect([startedAt(outer), startedAt(innermost)]).toEqual([undefined, undefined]);
  });
});

it('kin are descendants and members of the same groups, and never strangers of group 0', () => {
  const one = (pid: number, parent: number, group: number) => ({ pid, parent, group });
  const all = [
    one(10, 1, 0),
    one(11, 10, 11),
    one(12, 11, 12),
    one(13, 1, 12),
    one(14, 1, 0),
    one(15, 1, 15),
  ];
  expect(withKin(new Set([10]), all)).toEqual([10, 11, 12, 13]);
});

describe.each([
  ['/proc', new ProcTable()],
  ['ps', new PsTable()],
])('processes as %s tells them', (_, table) => {
  it('have a parent, a group and a start time that stays, until they are gone', async () => {
    const child = stranger('sleep', ['300']);
    const pid = child.pid ?? 0;
    const facts = table.read(pid);
    expect(facts).toMatchObject({ pid, parent: process.pid, group: pid });
    expect(facts?.startedAt).toMatch(/\d/);
    expect(table.all()).toContainEqual(facts);
    await kill(child);
    expect(table.read(pid)).toBeUndefined();
    expect(table.all().map((one) => one.pid)).not.toContain(pid);
  });

  it('are gone as zombies', async () => {
    // Its parent, the shell's successor, never asks for it.
    const parent = stranger('sh', ['-c', '(exit 0) & echo $!; exec sleep 300']);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    await expect.poll(() => table.read(Number(line))).toBeUndefined();
  });

  it('carry the marker of their run in their environment, and who only speaks of it does not', async () => {
    const speaks = stranger('sh', ['-c', 'read line', `HARNESS_RUN=${run}`]);
    const held = await start('sleep 300');
    await expect.poll(() => table.marked(run)).toContain(held.pid);
    expect(table.marked(run)).not.toContain(speaks.pid);
    expect(table.marked(`${run}-another`)).toEqual([]);
  });
});

describe('where processes cannot be seen', () => {
  const nowhere = () => new ProcTable(join(folder, 'proc'));

  it('ps takes the place of /proc', () => {
    const ps = new PsTable();
    expect(chooseTable([nowhere(), ps])).toBe(ps);
  });

  it('nothing is started: without /proc, and with a ps that is missing or lists nothing', () => {
    mkdirSync(join(folder, 'proc'));
    for (const ps of ['/nowhere/ps', 'false', 'true'])
      expect(() => chooseTable([nowhere(), new PsTable(ps)])).toThrow(ConfigError);
    expect(() => chooseTable([nowhere()])).toThrow(/there is no \/proc.* Fix: /);
  });

  it('nothing is called gone', () => {
    expect(() => nowhere().all()).toThrow('ENOENT');
    expect(() => new PsTable('/nowhere/ps').read(1)).toThrow(InfraError);
  });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

it('no cgroup but that of a run is ever ended by an undo', () => {
  const undo = (cgroup: string) => undoSchema.safeParse({ kind: 'sweep', run, cgroup }).success;
  expect(['/sys/fs/cgroup', '/sys/fs/cgroup/system.slice', '/', '/a/harness-x/..'].map(undo)).not.toContain(
    true,
  );
  expect(undo(`/sys/fs/cgroup/a/harness-${run}`)).toBe(true);
});
