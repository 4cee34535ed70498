import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { boundOutput } from './bounded-output.ts';

const BOUNDS = { keepBytes: 100, mostBytes: 400 };
let file: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'output-'));
  file = join(folder, 'tool.log');
  return () => rmSync(folder, { recursive: true });
});

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `line ${String(from + index).padStart(4, '0')}\n`).join('');

/** As one look after each of the writes would leave it. */
function grow(...writes: readonly string[]): string {
  for (const text of writes) {
    const end = boundOutput(file, BOUNDS);
    appendFileSync(file, text);
    end();
  }
  return readFileSync(file, 'utf8');
}

test('what is small enough stays as it is', () => {
  expect(grow(lines(0, 40))).toBe(lines(0, 40));
});

test('of more, beginning and end stay, in whole lines, and what was left out is counted', () => {
  const kept = grow(lines(0, 1000));
  const [, head, left, tail] =
    /^(.*\n)\[… at least (\d+) bytes were left out here: .*\]\n(.*)$/s.exec(kept) ?? [];
  expect(head).toBe(lines(0, 10));
  expect(tail).toBe(lines(991, 1000));
  expect(Number(left)).toBe(lines(10, 991).length);
});

test('a file that grows and grows is cut again and again, and says the sum', () => {
  const end = boundOutput(file, BOUNDS);
  for (let from = 0; from < 5000; from += 100) {
    appendFileSync(file, lines(from, from + 100));
    // Another user of the file that comes and goes looks each time.
    boundOutput(file, BOUNDS)();
    expect(statSync(file).size).toBeLessThanOrEqual(BOUNDS.mostBytes);
  }
  end();
  const kept = readFileSync(file, 'utf8');
  expect(kept).toBe(
    `${lines(0, 10)}[… at least ${lines(10, 4991).length} bytes were left out here: the tool printed too much …]\n${lines(4991, 5000)}`,
  );
});

test('of one endless line nothing is kept: half a secret would not be recognised', () => {
  expect(grow('s3cret'.repeat(500))).toMatch(/^\[… at least 3000 bytes were left out here: [^\n]*\n$/);
});

test('a file that is not there, or that was removed meanwhile, is no problem', () => {
  boundOutput(file, BOUNDS)();
  const end = boundOutput(file, BOUNDS);
  writeFileSync(file, lines(0, 1000));
  rmSync(file);
  expect(end).not.toThrow();
});
