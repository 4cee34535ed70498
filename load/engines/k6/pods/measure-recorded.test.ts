import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { suiteRunForTest } from '../../../../fixtures/testing/suite-run.ts';
import { loadBucketSchema } from '../../../../kernel/load-evidence.ts';
import engine from '../k6.engine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-recorded-'));
  writeFileSync(join(folder, 'script.js'), `import http from 'k6/http';`);
});
afterEach(() => rmSync(folder, { recursive: true }));

const HEADER = 'metric_name,timestamp,metric_value,method,name,scenario,extra_tags,metadata\n';
const SECONDS = 30;
const PER_SECOND = 6;
const RUNNERS = 3;
const START_MS = 1_700_000_000_000;

/** The samples of one runner: every RUNNERS-th iteration of the whole. */
function recording(instance: number, more = ''): string {
  const lines = Array.from({ length: SECONDS * PER_SECOND }, (_, index) => {
    if (index % RUNNERS !== instance - 1) return '';
    const tail = `GET,/x,main,instance_id=${instance}&export=0123abcd,\n`;
    const at = START_MS + Math.floor((index * 1000) / PER_SECOND);
    const ms = 10 + (index % 7);
    return [
      ...['http_reqs,1', `http_req_duration,${ms}`, 'http_req_failed,0'],
      ...['iterations,1', `iteration_duration,${ms}`],
    ]
      .map((text) => text.split(','))
      .map(([metric = '', value = '']) => `${metric},${at},${value},${tail}`)
      .join('');
  });
  return HEADER + lines.join('') + more;
}

interface Case {
  readonly logs?: readonly string[];
  readonly more?: string;
}

async function run({ logs = ['', '', ''], more }: Case = {}) {
  const scenarios = {
    main: { executor: 'constant-arrival-rate', rate: PER_SECOND, timeUnit: '1s', duration: `${SECONDS}s` },
  };
  const record = {
    ...{ format: 1, id: '0123abcd', exportedAt: '', harness: '0', what: 'x', parallelism: RUNNERS },
    script: { file: 'script.js', sha256: '' },
    inspection: {
      thresholds: { http_req_duration: [{ threshold: 'p(95)<50', abortOnFail: false }] },
      scenarios,
    },
  };
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const streams = [1, 2, 3].map((instance) => {
    const samples = file(`${instance}.csv.gz`, gzipSync(recording(instance, instance === 3 ? more : '')));
    const log = logs[instance - 1];
    return { instance, samples, ...(log !== undefined && { log: file(`${instance}.log.ndjson`, log) }) };
  });
  await using suiteRun = suiteRunForTest({
    options: engine.parse({ script: 'script.js' }, folder),
    tools: {
      find: () => Promise.resolve({ name: 'k6', path: '/none', version: '2.2.0', source: 'explicit' }),
    },
    adHoc: true,
    load: {
      workers: RUNNERS,
      recorded: { export: file('export.json', JSON.stringify(record)), id: '0123abcd', streams },
    },
  });
  const thrown: unknown = await engine.run(suiteRun).catch((error: unknown) => error);
  const { checks, metrics, events } = suiteRun.recorder;
  const value = (name: string) => metrics.findLast((one) => one.name === name)?.value;
  const buckets = events
    .filter(({ name }) => name === 'load-bucket')
    .map(({ detail }) => loadBucketSchema.parse(detail));
  return { message: thrown instanceof Error ? thrown.message : '', checks, value, buckets, events };
}

test('what runners recorded is one load: judged like a live one, by the clock of its samples', async () => {
  const { message, checks, value, buckets, events } = await run();
  expect(message).toBe('');
  expect(checks).toMatchObject([{ id: 'threshold › http_req_duration: p(95)<50', outcome: 'passed' }]);
  expect(value('http_reqs.count')).toBe(SECONDS * PER_SECOND);
  expect(value('load.achieved_per_second')).toBe(PER_SECOND);
  expect(buckets.map(({ all, late }) => [all.requests, late])).toEqual([
    [60, 0],
    [60, 0],
    [60, 0],
  ]);
  const names = events.map(({ name }) => name);
  expect(names).toContain('recorded-elsewhere');
  expect(names).not.toContain('canary');
  expect(names).not.toContain('load-gauges');
});

test('without the log of a runner nobody knows what its iterations threw', async () => {
  expect((await run({ logs: ['', ''] })).message).toMatch(/the log of runner 3 is missing.*Fix: copy/);
});

test.each([
  [
    'exceptions',
    `{"level":"error","msg":"Error: boom\\n\\tat x","source":"stacktrace","scenario":"main"}\n`,
    /threw in 1 it/,
  ],
  [
    'an end by signal',
    `{"level":"error","msg":"test run was aborted"}\n`,
    /runner 2 did not end well: test run/,
  ],
])('%s in a log leave the outcome open, as in a live run', async (_, log, message) => {
  expect((await run({ logs: ['', log, ''] })).message).toMatch(message);
});

test('a dropped iteration leaves it open too: the CPU of the pods is not known', async () => {
  const more = `dropped_iterations,${START_MS + 5000},1,,,main,instance_id=3&export=0123abcd,\n`;
  expect((await run({ more })).message).toMatch(
    /k6 dropped 1 iterations, and the CPU of its pods is not known/,
  );
});
