import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createFinder } from '../../../../fixtures/tools/finder.ts';
import { InfraError } from '../../../../kernel/errors.ts';
import { type Row, RowReader } from '../samples/csv-rows.ts';
import k6 from '../k6.tool.ts';
import { CSV_ENV, LOAD_FLAGS, SILENT_ENV } from './k6-process.ts';

const SCRIPT = `import http from 'k6/http';
import { check, group } from 'k6';
import { Trend } from 'k6/metrics';
const size = new Trend('size');
export const options = { vus: 3, iterations: 60, systemTags: ['method', 'name', 'scenario', 'group', 'check', 'status', 'iter'] };
export default function () {
  const answer = http.get(__ENV.BASE_URL + '/a,b', { tags: { service: 'api', note: 'R&D "x"' } });
  group('two', () => check(answer, { 'is "200", or so': (a) => a.status === 200 }));
  size.add(__ITER / 3, { odd: String(__ITER % 2) });
}`;
const TAGS = [
  'method',
  'name',
  'scenario',
  'group',
  'check',
  'status',
  'service',
  'odd',
  'proto',
  'from',
  'note',
];

function rowsOf(text: string): readonly string[] {
  const rows: Row[] = [];
  const reader = new RowReader((row) => rows.push(row));
  reader.push(text);
  reader.end();
  expect(reader.malformed).toBe(0);
  // k6's own output rounds to six digits behind the point.
  return rows
    .map((row) =>
      [row.metric, row.atMs, row.value.toFixed(6), ...TAGS.map((name) => row.tag(name))].join('|'),
    )
    .sort();
}

test('our output of k6 has the same samples as its own', async () => {
  const found = await createFinder().find(k6);
  if ('missing' in found) throw new InfraError(found.missing);
  const folder = mkdtempSync(join(tmpdir(), 'k6-outputs-'));
  const server = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    writeFileSync(join(folder, 'script.js'), SCRIPT);
    const args = [
      'run',
      '--quiet',
      ...LOAD_FLAGS,
      '--out',
      'csv=all.csv',
      '--out',
      'harness-rows',
      '--address',
      '',
      '--tag',
      'from=here',
      'script.js',
    ];
    const env = { ...process.env, ...SILENT_ENV, ...CSV_ENV, BASE_URL: url };
    const { stdout } = await promisify(execFile)(found.path, args, { cwd: folder, env });
    const theirs = readFileSync(join(folder, 'all.csv'), 'utf8');
    const rows = rowsOf(stdout);
    expect(rows.length).toBeGreaterThan(60 * 14);
    expect(rows).toEqual(rowsOf(theirs));
    expect(stdout.length).toBeLessThan(theirs.length);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});
