import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { K6Log } from './k6-log.ts';

const thrown = (msg: string) => `${JSON.stringify({ level: 'error', source: 'stacktrace', msg })}\n`;
const BOOM =
  'Error: boom\n\tat thing (file:///repo/lib/b.ts:7:8(7))\n\tat default (file:///repo/a.ts:16:10(39))\n';
const FAIL =
  'GoError: login failed\n\tat go.k6.io/k6/v2/internal/js/modules/k6.(*K6).Fail-fm (native)\n\tat default (file:///repo/a.ts:4:140(27))\n';

test('gathers exceptions by place, tells fail() apart, and names the line of the source', () => {
  const log = new K6Log(undefined, '/repo');
  const lines = log.reader();
  for (const line of [thrown(BOOM), thrown(FAIL), thrown(BOOM)]) lines.push(line);
  expect([...log.thrown.values()]).toEqual([
    { sentence: 'Error: boom (lib/b.ts:7:8)', count: 2, deliberate: false },
    { sentence: 'GoError: login failed (a.ts:4:140)', count: 1, deliberate: true },
  ]);
});

test('puts together lines that arrive in pieces', () => {
  const log = new K6Log(undefined, '/elsewhere');
  const lines = log.reader();
  const text = thrown(BOOM) + thrown(BOOM).trimEnd();
  for (const character of text) lines.push(character);
  lines.end();
  expect([...log.thrown.values()]).toMatchObject([
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
  expect([log.thrown.size, log.furtherThrown]).toEqual([20, 80]);
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
