import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { performUndo } from '../../kernel/perform-undo.ts';
import type { CommandedProcess } from '../../kernel/target.ts';
import type { Undo } from '../../kernel/undo.ts';
import { findFault, faultNames } from '../engines/experiment/find-fault.ts';
import blackout from './blackout.fault.ts';
import latency from './latency.fault.ts';
import kill from './process-kill.fault.ts';
import restart from './process-restart.fault.ts';
import pause from './process-pause.fault.ts';

const on = {
  proxy: 'api postgres',
  control: 'http://127.0.0.1:8474',
  listen: '127.0.0.1:5432',
  protocol: 'postgres',
} as const;
const subject = { kind: 'link', name: 'api-postgres', on } as const;
const toxics = 'http://127.0.0.1:8474/proxies/api%20postgres/toxics';

test('what a fault puts in, its undo takes out: known before anything is injected', () => {
  expect(latency.undo(subject, { latencyMs: 100 })).toEqual([
    { kind: 'request', method: 'DELETE', url: `${toxics}/harness-latency-downstream` },
  ]);
  expect(blackout.undo(subject, {})).toEqual([
    { kind: 'request', method: 'DELETE', url: `${toxics}/harness-timeout-upstream` },
    { kind: 'request', method: 'DELETE', url: `${toxics}/harness-timeout-downstream` },
  ]);
  const process = { pid: 7, startedAt: '9', listen: '127.0.0.1:80', protocol: 'http' } as const;
  expect(pause.undo({ kind: 'process', name: 'api', on: process }, {})).toEqual([
    { kind: 'resume', pid: 7, startedAt: '9' },
  ]);
});

test('what ends a process is undone by what lets it start again', () => {
  const restarts = { unless: '/work/api.held', farewell: 'SIGTERM' } as const;
  const process = { pid: 7, startedAt: '9', listen: '127.0.0.1:80', protocol: 'http' } as const;
  const own = { kind: 'process', name: 'api', on: { ...process, restarts } } as const;
  for (const fault of [kill, restart])
    expect(fault.undo(own, {})).toEqual([{ kind: 'remove', path: '/work/api.held' }]);
  // What nothing would start again is not ended.
  expect(() => kill.undo({ ...own, on: process }, {})).toThrow(/nothing starts process 7 again.* Fix:/);
  const start = ['/usr/bin/systemctl', 'start', 'api'];
  const commanded = {
    kind: 'process',
    name: 'api',
    on: { listen: 'a:1', protocol: 'http', stop: ['/usr/bin/systemctl', 'kill', 'api'], start },
  } as const;
  expect(kill.undo(commanded, {})).toMatchObject([
    { kind: 'command', command: start[0], args: start.slice(1) },
  ]);
  expect(() => pause.undo(commanded, {})).toThrow(/has no `resume` in its environment.* Fix:/);
  expect(() => restart.undo(commanded, {})).toThrow(/is not the harness's own.* Fix:/);
});

test('a process that commands act on stands still and goes on by them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'commanded-'));
  const touch = (name: string) => ['/usr/bin/env', 'touch', join(folder, name)];
  const commanded = {
    pause: touch('paused'),
    resume: touch('resumed'),
    listen: '127.0.0.1:80',
    protocol: 'http',
  } as const;
  const of = (on: CommandedProcess) => ({ kind: 'process', name: 'api', on }) as const;
  const { signal } = new AbortController();
  const [undo] = pause.undo(of(commanded), {});
  expect(undo).toEqual({
    kind: 'command',
    command: '/usr/bin/env',
    args: ['touch', join(folder, 'resumed')],
    timeoutMs: 30_000,
  });
  await pause.inject(of(commanded), {}, signal);
  await performUndo(undo as Undo);
  expect(readdirSync(folder).sort()).toEqual(['paused', 'resumed']);
  const failing = { ...commanded, pause: ['/bin/sh', '-c', 'echo no such machine; exit 3'] };
  await expect(pause.inject(of(failing), {}, signal)).rejects.toThrow(
    /did not pause: it ended with 3: no such machine$/,
  );
  await expect(pause.inject(of(failing), {}, AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
    'stopped',
  );
  rmSync(folder, { recursive: true });
});

test.each<[string, unknown]>([
  ['latency', { latencyMs: 5 }],
  ['latency', { latencyMs: 100, jitterMs: 5 }],
  ['latency', {}],
  ['jitter', { fromMs: 100, toMs: 110 }],
  ['bandwidth', { kbPerSecond: 64 }],
  ['cut-after', { bytes: 4000 }],
  ['slicing', { bytes: 1000, pauseMs: 10 }],
  ['connection-failures', { share: 0.01 }],
  ['connection-blackholes', { share: 1 }],
])('%s refuses what a canary could not see: %j', (name, options) => {
  const fault = findFault(name);
  if ('unknown' in fault) throw new Error(fault.unknown);
  expect(() => fault.parse(options)).toThrow();
});

test('a server that is not there is an infrastructure error that names proxy and server', async () => {
  const dead = { ...subject, on: { ...on, control: 'http://127.0.0.1:9' } };
  const inject = latency.inject(dead, { latencyMs: 100 }, new AbortController().signal);
  await expect(inject).rejects.toMatchObject({
    name: 'InfraError',
    message: expect.stringContaining(
      'Toxiproxy at http://127.0.0.1:9: adding harness-latency-downstream to proxy api postgres',
    ) as string,
  });
});

test('every fault has a sentence for the report', () => {
  for (const name of faultNames())
    expect(findFault(name)).toMatchObject({ title: expect.stringMatching(/\.$/) as string });
});
