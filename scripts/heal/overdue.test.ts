import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { overdueUndos, pendingUndos, UndoLog } from '../../kernel/undo-log.ts';
import { OverdueUndos } from './overdue.ts';
import { openUndoLog, signerOf } from '../session/undo-key.ts';

let folder: string;
let file: string;
let log: UndoLog;
let overdue: OverdueUndos;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'overdue-test-'));
  file = join(folder, 'undo.ndjson');
  overdue = new OverdueUndos(file, 50);
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true });
});

function victim(name: string, ttlMs?: number): string {
  const path = join(folder, name);
  mkdirSync(path);
  log.add('s', { kind: 'remove', path }, ttlMs);
  return path;
}

it('what has outlasted its time to live is undone, and nothing else', async () => {
  await overdue.look(0);
  log = openUndoLog(file);
  const [short, long, immortal] = [victim('short', 100), victim('long', 500), victim('immortal')];
  const left = () => [short, long, immortal].filter(existsSync);
  // Seen first at 1000, whatever the clock said when it was written.
  await overdue.look(1000);
  await overdue.look(1149);
  expect(left()).toEqual([short, long, immortal]);
  await overdue.look(1150);
  expect(left()).toEqual([long, immortal]);
  expect(overdueUndos(file)).toEqual([{ kind: 'remove', path: short }]);
  await overdue.look(9000);
  expect(left()).toEqual([immortal]);
  expect(pendingUndos(file)).toHaveLength(1);
});

it('what somebody else has written there is left alone, however overdue', async () => {
  log = new UndoLog(file, { sign: signerOf(join(folder, 'other.key')) });
  const path = victim('victim', 10);
  await overdue.look(0);
  await overdue.look(9000);
  expect(existsSync(path)).toBe(true);
});

it('what the run undoes in time is left to it', async () => {
  log = openUndoLog(file);
  const path = join(folder, 'victim');
  const id = log.add('s', { kind: 'remove', path }, 100);
  await overdue.look(0);
  log.done(id);
  mkdirSync(path);
  await overdue.look(1000);
  expect(existsSync(path)).toBe(true);
});

it('what fails holds up no other, and is tried again', async () => {
  const answers = [500, 200];
  const server: Server = createServer((_, response) => response.writeHead(answers.shift() ?? 404).end());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  log = openUndoLog(file);
  const path = victim('victim', 10);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  log.add('s', { kind: 'request', method: 'DELETE', url }, 10);
  await overdue.look(0);
  await overdue.look(100);
  expect(existsSync(path)).toBe(false);
  expect(pendingUndos(file)).toHaveLength(1);
  await overdue.look(200);
  server.close();
  expect(pendingUndos(file)).toEqual([]);
});
