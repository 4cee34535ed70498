import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { suiteRunForTest } from '../../../../fixtures/testing/suite-run.ts';
import engine from '../k6.engine.ts';
import type { Row } from '../samples/csv-rows.ts';
import { CSV_HEADER, csvLine, splitByUser } from '../samples/testing/recorded-csv.ts';
import { recordedRows } from '../samples/testing/recorded-rows.ts';

const START = 1_795_000_000_000;
const [SECONDS, PER_SECOND] = [65, 40];
const ID = '0123abcd';
const recorded = recordedRows({ seconds: SECONDS, perSecond: PER_SECOND, startMs: START, endpoints: 15 });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-split-'));
  writeFileSync(join(folder, 'script.js'), `import http from 'k6/http';`);
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function exportOf(parallelism: number): string {
  const main = {
    ...{ executor: 'constant-arrival-rate', rate: PER_SECOND, timeUnit: '1s', duration: `${SECONDS}s` },
  };
  const record = {
    ...{ format: 1, id: ID, exportedAt: '', harness: '0', what: 'x', parallelism },
    script: { file: 'script.js', sha256: '' },
    inspection: { thresholds: {}, scenarios: { main } },
  };
  return file('export.json', JSON.stringify(record));
}

/** The buckets that are journalled of what these runners recorded, as text. */
async function journalOf(runners: readonly (readonly Row[])[]) {
  const streams = runners.map((rows, index) => {
    const instance = index + 1;
    const marks = { instance_id: String(instance), export: ID };
    const text = CSV_HEADER + rows.map((row) => csvLine(row, marks)).join('');
    const log = file(`${instance}.log.ndjson`, '');
    return { instance, samples: file(`${instance}.csv.gz`, gzipSync(text)), log };
  });
  await using run = suiteRunForTest({
    options: engine.parse({ script: 'script.js', phasesStartAtMs: START }, folder),
    tools: {
      find: () => Promise.resolve({ name: 'k6', path: '/none', version: '2.2.0', source: 'explicit' }),
    },
    adHoc: true,
    load: { workers: runners.length, recorded: { export: exportOf(runners.length), id: ID, streams } },
  });
  await engine.run(run);
  const buckets = run.recorder.events.filter(({ name }) => name === 'load-bucket');
  return { count: buckets.length, text: JSON.stringify(buckets) };
}

describe('what several runners recorded of a load', () => {
  it.each([2, 3, 5])('of %d is journalled to the byte as what one would have recorded', async (parts) => {
    const whole = await journalOf([recorded]);
    expect(whole.count).toBe(7);
    expect((await journalOf(splitByUser(recorded, parts))).text).toBe(whole.text);
  });
});
