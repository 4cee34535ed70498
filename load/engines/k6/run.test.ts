import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import type { ToolFinder } from '../../../kernel/tool.ts';
import engine from './k6.engine.ts';
import { say } from '../../../kernel/sentence.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-run-'));
  writeFileSync(join(folder, 'script.js'), `import http from 'k6/http';`);
});
afterEach(() => rmSync(folder, { recursive: true }));

const HEADER = 'metric_name,timestamp,metric_value,check,method,name,scenario,status,extra_tags,metadata';
const CANARY = `"harness canary, ""planted"""`;
const REQUEST = [
  'http_reqs,1000,1,,GET,/x,main,200,,',
  'http_req_duration,1000,12.5,,GET,/x,main,200,,',
  'http_req_failed,1000,0,,GET,/x,main,200,,',
  'iterations,1000,1,,,,main,,,',
].join('\n');
/** As many as a p95 needs. */
const REQUESTS = Array.from({ length: 20 }, () => REQUEST).join('\n');

interface StandIn {
  readonly canary?: string;
  readonly options?: object;
  /** Of the rows of `run`. */
  readonly header?: string;
  /** What `run` does after its header. */
  readonly run?: string;
}

/** A program in k6's place, for what the real one does too rarely to wait for. */
function standIn({
  canary = `checks,1,0.000000,${CANARY},,,,,,`,
  options = {},
  run = '',
  header = HEADER,
}: StandIn): ToolFinder {
  const path = join(folder, 'k6');
  const script = `#!/bin/sh
for last; do :; done
case "$1 $last" in
  inspect*) cat <<'END'
${JSON.stringify(options)}
END
  ;;
  *canary.js) cat <<'END'
${HEADER}
${canary}
END
  ;;
  *) echo '${header}'; ${run} ;;
esac
`;
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return { find: () => Promise.resolve({ name: 'k6', path, version: '2.2.0', source: 'explicit' }) };
}

async function run(tools: ToolFinder, options: object = {}) {
  await using suiteRun = suiteRunForTest({
    options: engine.parse({ script: 'script.js', ...options }, folder),
    tools,
    adHoc: true,
  });
  const thrown: unknown = await engine.run(suiteRun).catch((error: unknown) => error);
  const { checks, metrics, events, attachments } = suiteRun.recorder;
  return {
    message: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : '',
    checks,
    metrics,
    events,
    attachments,
  };
}

const print = (text: string) => `cat <<'END'\n${text}\nEND\n`;

test('records what k6 measured, and judges by the limits of the environment when nothing else is asserted', async () => {
  const result = await run(standIn({ run: print(REQUESTS) }));
  expect(result.message).toBe('');
  expect(result.checks.map(({ id, outcome }) => `${outcome}: ${id}`)).toEqual([
    'passed: default limit › http_req_failed.rate < 0.01 ratio',
    'passed: default limit › http_req_duration.p95 < 500 ms',
  ]);
  expect(result.metrics).toContainEqual({
    name: 'http_req_duration.p95',
    value: 12.5,
    unit: 'ms',
    samples: 20,
  });
  expect(result.metrics).toContainEqual({
    name: 'dropped_iterations.count',
    value: 0,
    unit: 'count',
    samples: 20,
  });
  const series = result.attachments.find((one) => one.name === 'timeseries.json')?.content.toString() ?? '[]';
  expect(JSON.parse(series)).toMatchObject([{ second: 0, requests: 20, errors: 0, p95: 12.5 }]);
  // What is told of this machine depends on what else it does.
  const ofMachine = ['load-gauges', 'starved'];
  const names = result.events.map((event) => event.name);
  expect(names.filter((name) => !ofMachine.includes(name))).toEqual([
    'canary',
    'load-started',
    'load-plan',
    'load-bucket',
    'target-not-measured',
    'timeseries',
    'default-limits',
    'load-offer',
  ]);
});

test('one request is too few for a limit on p95', async () => {
  const result = await run(standIn({ run: print(REQUEST) }));
  expect(result.message).toMatch(
    /^SuiteError: default limit › http_req_duration\.p95 .* saw 1 samples.*Fix: /,
  );
});

test.each([
  ['samples that are no numbers', 'mine,1000,+Inf,,,,main,,,', /1 samples of k6 could not be read.*Fix: /],
  [
    'samples of metrics beyond the limit',
    Array.from({ length: 501 }, (_, index) => `m${index},1000,1,,,,main,,,`).join('\n'),
    /5 samples were not kept: the script makes more than 500 metrics.*Fix: /,
  ],
])('%s leave the outcome open', async (_, rows, message) => {
  const result = await run(standIn({ run: print(`${REQUESTS}\n${rows}`) }));
  expect(result.message).toMatch(message);
  expect(result.events.map((event) => event.name)).toContain('samples-lost');
});

test('an error of k6 itself leaves the outcome open, also when it exits with 0', async () => {
  const lost = JSON.stringify({ level: 'error', msg: 'harness-rows: samples are lost' });
  const result = await run(standIn({ run: `${print(REQUESTS)} echo '${lost}' >&2` }));
  expect(result.message).toMatch(/^SuiteError: k6 itself reported 1 errors, the first: harness-rows/);
});

test.each([
  ['says nothing', ''],
  ['says that the planted check passed', `checks,1,1.000000,${CANARY},,,,,,`],
])('a k6 that %s of the canary is no witness', async (_, canary) => {
  const result = await run(standIn({ canary, run: print(REQUEST) }));
  expect(result.message).toMatch(/^InfraError: k6 did not report a planted failing check/);
  expect(result.checks).toEqual([]);
});

test('a k6 that is killed leaves its samples and no pass', async () => {
  const result = await run(standIn({ run: `${print(REQUEST)} kill -9 $$` }));
  expect(result.message).toMatch(/^InfraError: k6 was killed by SIGKILL/);
  expect(result.checks).toEqual([]);
  expect(result.metrics).toContainEqual({ name: 'http_reqs.count', value: 1, unit: 'count', samples: 1 });
});

test('whatever leaves the outcome open is told first, and then what to do about it', async () => {
  const result = await run(standIn({ run: print(`${REQUEST}\nmine,1000,+Inf,,,,main,,,`) }), {
    profile: 'stress',
  });
  expect(result.message).toMatch(/could not be read.*step 1 .* was not finished.* Fix: /);
  expect(result.message.match(/ Fix: /g)).toHaveLength(1);
});

test('a load without HTTP requests whose steps are to be judged asks for other limits, and says so', async () => {
  const rows = Array.from({ length: 1000 }, (_, second) =>
    ['ws_sessions', 'iterations'].map((metric) => `${metric},${1000 + second},1,,,,stress,,,`).join('\n'),
  ).join('\n');
  const result = await run(standIn({ run: print(rows) }), { profile: 'stress' });
  expect(result.message).toContain('steps are judged by HTTP requests, and this load sent none');
  expect(result.message).not.toMatch(/0 requests|larger load/);
});

test('a k6 that does not end by itself gives no default limits a chance', async () => {
  const result = await run(standIn({ run: `${print(REQUEST)} exit 108` }));
  expect(result.message).toMatch(
    /^SuiteError: k6 ended with exit code 108 \(the script called test\.abort\(\)\)/,
  );
  expect(result.checks).toEqual([]);
});

test('exec.test.fail() is a failed check', async () => {
  const result = await run(standIn({ run: `${print(REQUEST)} exit 110` }));
  expect(result.checks).toMatchObject([
    { id: 'the script does not call exec.test.fail()', outcome: 'failed' },
  ]);
});

test("a run with phases leaves the script's thresholds alone, and says so", async () => {
  const options = { thresholds: { http_req_duration: ['max<1'] } };
  const phases = [{ name: 'before', untilMs: 1000 }];
  const result = await run(standIn({ options, run: print(REQUEST) }), { phases, phasesStartAtMs: 500 });
  expect(result.checks.map((check) => check.id)).not.toContain('threshold › http_req_duration: max<1');
  expect(result.events.map((event) => event.name)).toContain('script-thresholds-ignored');
  expect(result.metrics).toContainEqual({
    name: 'before.http_reqs.count',
    value: 1,
    unit: 'count',
    samples: 1,
  });
});

test("a load whose steps are judged is held to the script's thresholds too, and to steps it did not reach", async () => {
  const options = { thresholds: { http_req_duration: ['max<1'] } };
  const result = await run(standIn({ options, run: print(REQUEST) }), { profile: 'stress' });
  expect(result.checks.map((check) => check.id)).toContain('threshold › http_req_duration: max<1');
  expect(result.message).toMatch(/step 1 \(50 iterations\/s\) was not finished; step 2 .*\. Fix: see why/);
  expect(result.metrics.map(({ name }) => name)).toContain('http_req_duration.p95');
  const names = result.events.map((event) => event.name);
  expect(names).toContain('load-levels');
  expect(names).not.toContain('script-thresholds-ignored');
});

test('says how to get a k6 that is missing', async () => {
  const sentence = { what: 'k6 was not found.', fix: '`./harness doctor --fix`.' };
  const tools = { find: () => Promise.resolve({ missing: sentence }) };
  expect((await run(tools)).message).toBe(`InfraError: ${say(sentence)}`);
  await using suiteRun = suiteRunForTest({ options: {} });
  const { environment } = suiteRun;
  expect(await engine.unavailable({ environment, tools })).toEqual(sentence);
});

test('refuses options of k6 that it does not understand', async () => {
  const result = await run(standIn({ options: { scenarios: 3 } }));
  expect(result.message).toMatch(/^SuiteError: k6 inspect printed options that are not understood/);
});

test.each([
  ['the target', 'http://localhost:9/a', ''],
  [
    'another server',
    'http://127.0.0.1:3333/a',
    /tested was http:\/\/127\.0\.0\.1:3333 instead of http:\/\/127\.0\.0\.1:9.*: every/,
  ],
])('a script of which every request goes to %s', async (_case, url, problem) => {
  const header = `${HEADER},url`;
  const rows = REQUESTS.split('\n').map((row) => `${row},${url}`);
  const tools = standIn({ canary: `checks,1,0.000000,${CANARY},,,,,,`, run: print(rows.join('\n')), header });
  const { message } = await run(tools);
  expect(message).toMatch(problem);
  if (problem === '') expect(message).toBe('');
});
