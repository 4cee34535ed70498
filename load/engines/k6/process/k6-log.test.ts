import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { K6Log } from './k6-log.ts';
import { exceptionProblem, ownErrorProblem } from './problems.ts';

const thrown = (msg: string) => `${JSON.stringify({ level: 'error', source: 'stacktrace', msg })}\n`;
const BOOM =
  'Error: boom\n\tat thing (file:///repo/lib/b.ts:7:8(7))\n\tat default (file:///repo/a.ts:16:10(39))\n';
const FAIL =
  'GoError: login failed\n\tat go.k6.io/k6/v2/internal/js/modules/k6.(*K6).Fail-fm (native)\n\tat default (file:///repo/a.ts:4:140(27))\n';

/** Lines of k6 2.2, as it wrote them. */
const AWAITED =
  '{"executor":"shared-iterations","level":"error","msg":"Uncaught (in promise) Error: boom\\n\\tat default (file:///repo/a.js:3:81(11))\\n","scenario":"default","time":"2026-11-28T00:51:29Z"}\n';
const AWAITED_FAIL =
  '{"executor":"shared-iterations","level":"error","msg":"Uncaught (in promise) GoError: no login\\n\\tat go.k6.io/k6/v2/internal/js/modules/k6.(*K6).Fail-fm (native)\\n\\tat default (file:///repo/a.js:3:79(12))\\n","scenario":"default","time":"2026-11-28T00:51:29Z"}\n';
const AWAITED_TEXT =
  '{"executor":"shared-iterations","level":"error","msg":"Uncaught (in promise) text","scenario":"default","time":"2026-11-28T00:51:29Z"}\n';

function logOf(...chunks: readonly string[]): K6Log {
  const log = new K6Log(undefined, '/repo');
  const lines = log.reader();
  for (const chunk of chunks) lines.push(chunk);
  lines.end();
  return log;
}

test('gathers exceptions by place, tells fail() apart, and names the line of the source', () => {
  const log = logOf(thrown(BOOM), thrown(FAIL), thrown(BOOM));
  expect([...log.thrown.kinds.values()]).toEqual([{ sentence: 'Error: boom (lib/b.ts:7:8)', count: 2 }]);
  expect([...log.givenUp.kinds.values()]).toEqual([
    { sentence: 'GoError: login failed (a.ts:4:140)', count: 1 },
  ]);
});

test('what an async iteration throws is an exception too, though k6 does not mark it as one', () => {
  const log = logOf(AWAITED, AWAITED_FAIL, AWAITED_TEXT, AWAITED);
  expect([...log.thrown.kinds.values()]).toEqual([
    { sentence: 'Uncaught (in promise) Error: boom (a.js:3:81)', count: 2 },
    { sentence: 'Uncaught (in promise) text', count: 1 },
  ]);
  expect(log.thrown.byScenario.get('default')).toBe(3);
  expect(log.givenUp.byScenario.get('default')).toBe(1);
  expect(log.ownErrors).toBe(0);
});

test('any other error is one of k6 itself', () => {
  const lost = { level: 'error', msg: 'harness-rows: samples are lost', error: 'broken pipe' };
  const log = logOf(`${JSON.stringify(lost)}\n`.repeat(2));
  expect(ownErrorProblem(log)?.what).toBe(
    'k6 itself reported 2 errors, the first: harness-rows: samples are lost: broken pipe.',
  );
});

test('a user who could not be made is an error of k6 itself', () => {
  const entry = { level: 'error', msg: 'Error while allocating unplanned VU', error: 'Error: no data' };
  expect(ownErrorProblem(logOf(`${JSON.stringify(entry)}\n`))?.what).toMatch(/unplanned VU: Error: no data/);
});

test.each([
  ["the script's own words", { source: 'console', msg: 'oops' }],
  ["a page's own words", { source: 'browser', msg: 'oops' }],
  [
    'a signal, which the exit code tells',
    { msg: "test run was aborted because k6 received a 'terminated' signal" },
  ],
  ['exec.test.fail(), which the exit code tells', { msg: 'test marked as failed: bad' }],
  [
    'a user whom the end of the load came before',
    { msg: 'Error while allocating unplanned VU', error: 'context canceled at file:///a.js:1:1(1)' },
  ],
  ['the end of it', { msg: 'test run was marked as failed' }],
])('%s: no error of k6 itself', (_, entry) => {
  const log = logOf(`${JSON.stringify({ level: 'error', ...entry })}\n`);
  expect(ownErrorProblem(log)).toBeUndefined();
  expect(exceptionProblem(log)).toBeUndefined();
});

test('an accident is told, however many kinds of fail() came before it', () => {
  const fails = Array.from({ length: 30 }, (_, user) => thrown(FAIL.replace('login', `login of ${user}`)));
  expect(exceptionProblem(logOf(...fails, thrown(BOOM)))).toMatch(/threw in 1 iterations: Error: boom/);
});

test('puts together lines that arrive in pieces', () => {
  const log = new K6Log(undefined, '/elsewhere');
  const lines = log.reader();
  const text = thrown(BOOM) + thrown(BOOM).trimEnd();
  for (const character of text) lines.push(character);
  lines.end();
  expect([...log.thrown.kinds.values()]).toMatchObject([
    { sentence: 'Error: boom (/repo/lib/b.ts:7:8)', count: 2 },
  ]);
});

test('does not take console.error, warnings or plain text for an error of k6', () => {
  const log = new K6Log(undefined, '/repo');
  const lines = log.reader();
  lines.push(`${JSON.stringify({ level: 'error', source: 'console', msg: 'mine' })}\n`);
  lines.push(`${JSON.stringify({ level: 'warning', msg: 'Request Failed' })}\nsome text\n[1]\n`);
  expect(log.lastError).toBeUndefined();
  lines.push('panic: runtime error\n');
  expect(log.lastError).toBe('panic: runtime error');
});

test('counts kinds of exceptions without end instead of keeping them', () => {
  const log = new K6Log(undefined, '/repo');
  const lines = log.reader();
  for (let index = 0; index < 100; index++) lines.push(thrown(`Error: no ${index}`));
  expect([log.thrown.kinds.size, log.thrown.further]).toEqual([20, 80]);
});

test('keeps the log in a file that does not grow without end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'k6-log-'));
  const file = join(folder, 'k6.log');
  const log = new K6Log(file, '/repo');
  const lines = log.reader();
  expect(existsSync(file)).toBe(false);
  const chunk = `${'x'.repeat(1024 * 1024)}\n`;
  for (let index = 0; index < 15; index++) lines.push(chunk);
  const text = readFileSync(file, 'utf8');
  rmSync(folder, { recursive: true });
  expect(text.length).toBeLessThan(10.1 * 1024 * 1024);
  expect(text).toContain('log cut here');
});
