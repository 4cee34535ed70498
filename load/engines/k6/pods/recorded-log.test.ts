import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { K6Log } from '../process/k6-log.ts';
import { readRecordedLog } from './recorded-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function read(text: string) {
  const file = join(folder, 'pod.log.ndjson');
  writeFileSync(file, text);
  const log = new K6Log(undefined, '/');
  return { log, ...(await readRecordedLog(file, log)) };
}
const line = (entry: object) =>
  `${JSON.stringify({ level: 'error', time: '2026-01-01T00:00:00Z', ...entry })}\n`;

test('an empty log is a good end', async () => {
  expect(await read('')).toMatchObject({ markedAsFailed: false, error: undefined });
});

test('exceptions of iterations are gathered, and are no end', async () => {
  const thrown = line({ msg: 'Error: boom\n\tat default', source: 'stacktrace', scenario: 'main' });
  const { log, error } = await read(thrown.repeat(3));
  expect(error).toBeUndefined();
  expect([...log.thrown.kinds.values()]).toMatchObject([{ count: 3 }]);
});

test('what async iterations throw is gathered alike', async () => {
  const { log, error } = await read(line({ msg: 'Uncaught (in promise) Error: boom', scenario: 'main' }));
  expect(error).toBeUndefined();
  expect([...log.thrown.kinds.values()]).toMatchObject([{ count: 1 }]);
});

test.each([
  ['setup() threw', { msg: 'Error: no login\n\tat setup', source: 'stacktrace' }, 'Error: no login'],
  ['the script aborted', { msg: 'test aborted: enough' }, 'test aborted: enough'],
  ['a signal came', { msg: "test run was aborted because k6 received a 'terminated' signal" }, /terminated/],
])('%s: no good end', async (_, entry, message) => {
  expect((await read(line({ msg: 'slow', level: 'warning' }) + line(entry))).error).toMatch(message);
});

test('what the script itself prints as an error decides nothing', async () => {
  expect((await read(line({ msg: 'oops', source: 'console' }))).error).toBeUndefined();
});

test('exec.test.fail() is the verdict of the script', async () => {
  expect(await read(line({ msg: 'test marked as failed: bad' }))).toMatchObject({
    markedAsFailed: true,
    error: undefined,
  });
});

test('a log that was cut is no good end', async () => {
  expect((await read(line({ msg: 'x', level: 'info' }) + '{"level":"err')).error).toMatch(/not k6's/);
});
