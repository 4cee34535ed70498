import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect, sampleFiles } from './collect.ts';

const RECORD = { id: '0123abcd', parallelism: 3 };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-collect-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const HEADER = 'metric_name,timestamp,metric_value,method,extra_tags,metadata\n';
const rows = (instance: number, id = RECORD.id, count = 50) =>
  `vus,1000,1.000000,,testrun_name=x&instance_id=${instance}&export=${id},\n`.repeat(count);

function put(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? gzipSync(content) : content);
  return file;
}
const runner = (instance: number, name = `pod-${instance}.csv.gz`) => put(name, HEADER + rows(instance));

async function problems(): Promise<string> {
  return (await collect(sampleFiles([folder]), RECORD)).problems.join('\n');
}

test('every runner once, in whatever order, with its log where there is one', async () => {
  for (const instance of [3, 1, 2]) runner(instance);
  writeFileSync(join(folder, 'pod-2.log.ndjson'), '');
  const { streams, problems: none } = await collect(sampleFiles([folder]), RECORD);
  expect(none).toEqual([]);
  expect(streams.map(({ instance, log }) => [instance, log !== undefined])).toEqual([
    [1, false],
    [2, true],
    [3, false],
  ]);
});

test('names the segment that is missing', async () => {
  runner(1);
  runner(3);
  expect(await problems()).toBe(
    'runner 2 of 3 (segment 1/3:2/3) is missing: its samples are in none of the files',
  );
});

test('names both files of a runner that is there twice', async () => {
  for (const instance of [1, 2, 3]) runner(instance);
  runner(2, 'renamed.csv.gz');
  expect(await problems()).toMatch(/^runner 2 of 3 .* more than once: .*pod-2\.csv\.gz, .*renamed\.csv\.gz$/);
});

test.each([
  ['cut', () => put('pod-2.csv.gz', gzipSync(HEADER + rows(2)).subarray(0, -9)), /pod-2\.csv\.gz was cut/],
  [
    'no gzip',
    () => put('pod-2.csv.gz', Buffer.from(HEADER + rows(2))),
    /pod-2\.csv\.gz was cut, or is no gzip/,
  ],
  ['empty', () => put('pod-2.csv.gz', Buffer.alloc(0)), /pod-2\.csv\.gz (was cut|holds no sample)/],
  ['without a sample', () => put('pod-2.csv.gz', HEADER), /pod-2\.csv\.gz holds no sample/],
  [
    'half a line at its end',
    () => put('pod-2.csv.gz', HEADER + rows(2) + 'vus,10'),
    /1 lines are no samples/,
  ],
  [
    'of another export',
    () => put('pod-2.csv.gz', HEADER + rows(2, 'ffffffff')),
    /belongs to export ffffffff/,
  ],
  ['of no export', () => put('pod-2.csv.gz', `${HEADER}vus,1,1,,instance_id=2,\n`), /belongs to no export/],
  ['of nobody', () => put('pod-2.csv.gz', `${HEADER}vus,1,1,,export=0123abcd,\n`), /no tag instance_id/],
  ['of a larger test', () => put('pod-2.csv.gz', HEADER + rows(4)), /is of runner 4, and the export has 3/],
  ['of two runners', () => put('pod-2.csv.gz', HEADER + rows(2) + rows(3)), /mixes samples of two runners/],
])('a file that is %s is refused, by name', async (_, make, message) => {
  runner(1);
  runner(3);
  make();
  const said = await problems();
  expect(said).toMatch(message);
  expect(said).toContain('pod-2.csv.gz');
});

test('a file that does not exist is named', async () => {
  const { problems: said } = await collect([join(folder, 'none.csv.gz')], RECORD);
  expect(said[0]).toMatch(/none\.csv\.gz does not exist/);
});
