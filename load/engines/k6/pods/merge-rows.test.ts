import { expect, test } from 'vitest';
import { row } from '../samples/testing/row.ts';
import type { Row } from '../samples/csv-rows.ts';
import { mergeRows } from './merge-rows.ts';

/** A recording in pieces. */
function source(...pieces: readonly (readonly number[])[]) {
  const left = pieces.map((times) => times.map((atMs) => row('m', atMs, 1)));
  return { next: () => Promise.resolve<readonly Row[] | undefined>(left.shift()) };
}

async function merged(...sources: ReturnType<typeof source>[]): Promise<string[]> {
  const seen: string[] = [];
  await mergeRows(sources, ({ atMs }, index) => seen.push(`${index}@${atMs}`));
  return seen;
}

test('whichever recording is behind in time goes next', async () => {
  const seen = await merged(source([1, 4], [9]), source([2, 3], [5, 10]), source([6]));
  expect(seen).toEqual(['0@1', '1@2', '1@3', '0@4', '1@5', '2@6', '0@9', '1@10']);
});

test('a recording that starts later does not hold up the others, nor do empty pieces', async () => {
  expect(await merged(source([], [1], [], [2]), source([], []), source([100]))).toEqual([
    '0@1',
    '0@2',
    '2@100',
  ]);
});

test('within a recording the order stays as it was written', async () => {
  expect(await merged(source([5, 3, 4]), source([4]))).toEqual(['1@4', '0@5', '0@3', '0@4']);
});

test('nothing is lost of a recording that breaks off: its error is told', async () => {
  const broken = { next: () => Promise.reject(new Error('unexpected end of file')) };
  await expect(mergeRows([source([1]), broken], () => undefined)).rejects.toThrow('unexpected end');
});
