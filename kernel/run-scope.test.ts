import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { performUndo } from './perform-undo.ts';
import { spawnHeld } from './held-process.ts';
import { groupMembers, markedProcesses, signal, startedAt, waitUntil } from './process.ts';
import { patience } from './testing/patience.ts';
import { RunScope } from './run-scope.ts';
import { markDone, pendingUndos, UndoLog } from './undo-log.ts';

let folder: string;
let file: string;
let log: UndoLog;
let scope: RunScope;
let run: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scope-test-'));
  file = join(folder, 'undo.ndjson');
  log = new UndoLog(file);
  run = `test-${folder.slice(-6)}`;
  scope = new RunScope(run, 'test', log);
});

afterEach(async () => {
  await scope.close();
  log.close();
  rmSync(folder, { recursive: true });
});

const SLEEP = { command: 'sleep', args: ['30'] };

describe('a scope', () => {
  it('has the undo of a process on disk before its first instruction', async () => {
    const witness = join(folder, 'witness');
    const child = await scope.spawn({ command: 'cp', args: [file, witness] });
    expect(await child.exited).toEqual({ code: 0, signal: null });
    expect(readFileSync(witness, 'utf8')).toContain(`"pid":${child.pid}`);
  });

  it('passes arguments, environment and the marker of the run through the stub', async () => {
    const child = await scope.spawn({
      command: 'sh',
      args: ['-c', 'echo "$1 $A $HARNESS_RUN"', 'x', 'a b'],
      env: { A: '1' },
    });
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe(`a b 1 ${run}\n`);
  });

  it('ends the whole process group of a child, also one that ignores the polite signal', async () => {
    const stubborn = { command: 'sh', args: ['-c', "trap '' TERM; sleep 30 & sleep 30"], graceMs: 200 };
    const child = await scope.spawn(stubborn);
    await waitUntil(() => groupMembers(child.pid).length >= 2, patience(500));
    await child.stop();
    expect(groupMembers(child.pid)).toEqual([]);
    expect(pendingUndos(file)).toEqual([]);
  });

  it('performs undos in reverse, children first, and each once', async () => {
    const order = join(folder, 'order');
    const server = await listen((path) => writeFileSync(order, path, { flag: 'a' }));
    const url = (path: string) => ({ kind: 'request', method: 'DELETE', url: server.url + path }) as const;
    await scope.undo(url('/1'));
    await scope.child('inner').undo(url('/3'));
    const early = await scope.undo(url('/2'));
    await early();
    await early();
    expect(await scope.close()).toEqual([]);
    expect(await scope.close()).toEqual([]);
    server.server.close();
    expect(readFileSync(order, 'utf8')).toBe('/2/3/1');
  });

  it('reports an undo that failed, goes on with the others, and leaves it pending for heal', async () => {
    const server = await listen(() => undefined, 500);
    const victim = join(folder, 'victim');
    mkdirSync(victim);
    await scope.undo({ kind: 'remove', path: victim });
    await scope.undo({ kind: 'request', method: 'POST', url: server.url });
    const failures = await scope.close();
    expect(failures).toMatchObject([{ error: { what: expect.stringContaining('answered 500') as string } }]);
    expect(existsSync(victim)).toBe(false);
    expect(pendingUndos(file)).toHaveLength(1);
    server.server.close();
  });

  it('performs by itself what has outlasted its time to live, and says so', async () => {
    const victim = join(folder, 'victim');
    mkdirSync(victim);
    const passed = await new Promise((resolve) => {
      void scope.undo(
        { kind: 'remove', path: victim },
        { ttlMs: 1, passed: (failure) => resolve({ failure }) },
      );
    });
    expect(passed).toEqual({ failure: undefined });
    expect(existsSync(victim)).toBe(false);
    expect(pendingUndos(file)).toEqual([]);
  });

  it('says what could not be undone in time, and tries it again at its end', async () => {
    const server = await listen(() => undefined, 500);
    const failure = await new Promise((passed) => {
      void scope.undo({ kind: 'request', method: 'POST', url: server.url }, { ttlMs: 1, passed });
    });
    expect(failure).toContain('answered 500');
    expect(pendingUndos(file)).toHaveLength(1);
    server.server.close();
    expect(await scope.close()).toEqual([]);
  });

  it('performs nothing twice that was undone in time', async () => {
    const told: unknown[] = [];
    const life = { ttlMs: 30, passed: (failure: string | undefined) => void told.push(failure) };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const early = await scope.undo({ kind: 'remove', path: join(folder, 'nothing') }, life);
      await early();
      await vi.advanceTimersByTimeAsync(60);
    } finally {
      vi.useRealTimers();
    }
    expect(told).toEqual([]);
  });

  it('refuses what could not be undone, before it is done', async () => {
    const undo = { kind: 'command', command: '/nowhere/undo', args: [], timeoutMs: 1000 } as const;
    await expect(scope.undo(undo)).rejects.toThrow('/nowhere/undo: no program that may be run');
    expect(pendingUndos(file)).toEqual([]);
  });

  it('starts nothing once it is closed', async () => {
    await scope.close();
    await expect(scope.spawn(SLEEP)).rejects.toThrow('being stopped');
    await expect(scope.undo({ kind: 'remove', path: folder })).rejects.toThrow('being stopped');
  });
});

describe('the stub', () => {
  it('never begins the command when the harness goes away before it is released', async () => {
    const witness = join(folder, 'witness');
    const held = await spawnHeld({ command: 'touch', args: [witness] }, run);
    held.abandon();
    await held.exited;
    expect(existsSync(witness)).toBe(false);
  });
});

describe('an undo', () => {
  it.each([
    { kind: 'remove', path: '/nonexistent/harness-test' } as const,
    { kind: 'request', method: 'DELETE', url: 'http://127.0.0.1:2/' } as const,
    { kind: 'signal', pid: 999_999_999, startedAt: '1', signal: 'SIGTERM', graceMs: 100 } as const,
  ])('of something that is gone already succeeds: %j', async (undo) => {
    await expect(performUndo(undo)).resolves.toBeUndefined();
  });

  it('of a server elsewhere that refuses has failed: the fault may still be on', async () => {
    const undo = { kind: 'request', method: 'DELETE', url: 'http://0.0.0.0:2/' } as const;
    await expect(performUndo(undo)).rejects.toThrow(
      /DELETE http:\/\/0\.0\.0\.0:2\/ did not answer: .*ECONNREFUSED/,
    );
  });

  it('leaves alone a process that has taken over the pid', async () => {
    const held = await spawnHeld(SLEEP, run);
    await performUndo({ kind: 'signal', pid: held.pid, startedAt: '1', signal: 'SIGKILL', graceMs: 100 });
    expect(startedAt(held.pid)).toBe(held.startedAt);
    signal(-held.pid, 'SIGKILL');
  });

  it('sweeps every process that carries the marker of the run', async () => {
    const held = await spawnHeld({ command: 'setsid', args: ['sleep', '30'] }, run);
    held.release();
    await waitUntil(() => markedProcesses(run).length > 0, patience(500));
    await performUndo({ kind: 'sweep', run });
    expect(markedProcesses(run)).toEqual([]);
  });
});

describe('an undo by command', () => {
  const command = (args: readonly string[], timeoutMs = 10_000) =>
    ({ kind: 'command', command: '/bin/sh', args: [...args], timeoutMs }) as const;

  it('is done when it exits with 0, and takes its arguments as they are', async () => {
    const witness = join(folder, 'wit $(ness)');
    await performUndo({
      kind: 'command',
      command: '/usr/bin/env',
      args: ['touch', witness],
      timeoutMs: 10_000,
    });
    expect(existsSync(witness)).toBe(true);
  });

  it.each([
    [['-c', 'echo no such table >&2; exit 3'], 10_000, 'did not undo: it ended with 3: no such table'],
    [['-c', 'exec sleep 30'], 50, 'did not undo: it did not end within 50 ms: it said nothing'],
  ])('%j is not done', async (args, timeoutMs, said) => {
    await expect(performUndo(command(args, timeoutMs))).rejects.toThrow(said);
  });
});

describe('the undo log', () => {
  it('reads what earlier versions wrote', () => {
    const lines = [
      '{"type":"todo","id":0,"scope":"s","undo":{"kind":"remove","path":"/a"}}',
      '{"type":"todo","id":1,"scope":"s","undo":{"kind":"signal","pid":5,"startedAt":"1","signal":"SIGTERM"}}',
      '{"type":"done","id":0}',
    ];
    writeFileSync(file, `\n${lines.join('\n\n')}\n`);
    expect(pendingUndos(file)).toMatchObject([{ id: 1, undo: { kind: 'signal', graceMs: 5000 } }]);
  });

  it('writes nothing that could not be read again', () => {
    expect(() => log.add('s', { kind: 'remove', path: '/a' }, 0.5)).toThrow('ttlMs');
    expect(() => log.add('s', { kind: 'command', command: 'relative', args: [], timeoutMs: 1 })).toThrow(
      'command',
    );
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('gives what is pending, the last first, and ignores a torn line', () => {
    const a = log.add('s', { kind: 'remove', path: '/a' });
    log.add('s', { kind: 'remove', path: '/b' });
    log.add('s', { kind: 'remove', path: '/c' });
    log.done(a);
    writeFileSync(file, '{"type":"todo","id":9,', { flag: 'a' });
    markDone(file, 1);
    expect(pendingUndos(file).map(({ undo }) => undo)).toEqual([{ kind: 'remove', path: '/c' }]);
  });

  it('loses nothing to a torn line before it', () => {
    writeFileSync(file, '{"type":"todo","id":9,', { flag: 'a' });
    log.add('s', { kind: 'remove', path: '/a' });
    expect(pendingUndos(file).map(({ undo }) => undo)).toEqual([{ kind: 'remove', path: '/a' }]);
  });

  it('refuses an undo of which only a part fits on the disk', () => {
    // A file of at most 1 KiB is written short first, and only then refused.
    const limit = join(folder, 'limited.ndjson');
    writeFileSync(limit, `${' '.repeat(1000)}\n`);
    const code = `import { UndoLog } from ${JSON.stringify(join(import.meta.dirname, 'undo-log.ts'))};
      new UndoLog(${JSON.stringify(limit)}).add('s', { kind: 'remove', path: '/a' });`;
    const node = `'${process.execPath}' --disable-warning=ExperimentalWarning --input-type=module`;
    const { status, stderr } = spawnSync('bash', ['-c', `ulimit -f 1; ${node}`], {
      input: code,
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/limited\.ndjson: an undo could not be written: EFBIG[^]*Fix: /);
    expect(status).not.toBe(0);
    expect(readFileSync(limit)).toHaveLength(1024);
    expect(pendingUndos(limit)).toEqual([]);
  });
});

async function listen(seen: (path: string) => void, status = 200): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    seen(request.url ?? '');
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
