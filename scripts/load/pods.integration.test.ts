import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFinder } from '../../fixtures/tools/finder.ts';
import { InfraError } from '../../kernel/errors.ts';
import k6 from '../../load/engines/k6/k6.tool.ts';
import { makeCheckout, type Checkout } from '../acceptance/checkout.ts';
import { harness } from '../acceptance/cli.ts';
import { newestRun } from '../acceptance/run-evidence.ts';
import { startTinyServer, type TinyServer } from '../acceptance/tiny-server.ts';

const RUNNERS = 3;
const PER_SECOND = 30;
const SECONDS = 3;
const PLANNED = PER_SECOND * SECONDS;
const SCRIPT = `import http from 'k6/http';
import { check } from 'k6';
import { path } from './path.ts';
export const options = {
  scenarios: { main: { executor: 'constant-arrival-rate', rate: ${PER_SECOND}, timeUnit: '1s', duration: '${SECONDS}s', preAllocatedVUs: 30 } },
  thresholds: { http_req_duration: ['p(95)<2000'], http_req_failed: ['rate<0.01'] },
};
export default function (): void {
  check(http.get(__ENV.BASE_URL + path), { 'is 200': (answer) => answer.status === 200 });
}
`;

let checkout: Checkout;
let server: TinyServer;
let script: string;
let exported: string;
let results: string;
let asked: number;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
  checkout.stranger('path.ts', `export const path: string = '/api/hello';`);
  script = checkout.stranger('load.k6.ts', SCRIPT);
  exported = join(checkout.strangers, 'exported');
  results = join(checkout.strangers, 'results');
  const args = ['load', 'export', script, '--parallelism', String(RUNNERS), '--base-url', server.url];
  const { code, said } = await harness(checkout, [...args, '--out', exported]);
  expect(code, said).toBe(0);
  await runPods();
  asked = server.asked.filter((path) => path === '/api/hello').length;
});
afterAll(async () => {
  await server.close();
  await checkout.remove();
});

interface Manifests {
  readonly items: readonly [
    { readonly data: Readonly<Record<string, string>> },
    {
      readonly metadata: { readonly name: string };
      readonly spec: {
        readonly parallelism: number;
        readonly arguments: string;
        readonly script: { readonly configMap: { readonly file: string } };
        readonly runner: { readonly env: readonly { readonly name: string; readonly value?: string }[] };
      };
    },
  ];
}

/** Does what k6-operator does with the manifests: a k6 for each runner, with its segment and tags, all at once. */
async function runPods(): Promise<void> {
  const found = await createFinder().find(k6);
  if ('missing' in found) throw new InfraError(found.missing);
  const [configMap, { metadata, spec }] = (
    JSON.parse(readFileSync(join(exported, 'manifests.json'), 'utf8')) as Manifests
  ).items;
  const folder = join(checkout.strangers, 'test');
  for (const one of [folder, results]) mkdirSync(one);
  for (const [name, text] of Object.entries(configMap.data)) writeFileSync(join(folder, name), text);
  const edges = [
    '0',
    ...Array.from({ length: spec.parallelism - 1 }, (_, i) => `${i + 1}/${spec.parallelism}`),
    '1',
  ];
  const pods = edges.slice(1).map(async (until, index) => {
    const pod = `${metadata.name}-${index + 1}-x7k2p`;
    const value = (text = pod) => text.replaceAll('$(POD_NAME)', pod).replace('/results/', `${results}/`);
    const env = Object.fromEntries(spec.runner.env.map((one) => [one.name, value(one.value)]));
    const args = [
      ...['run', '--quiet', `--execution-segment=${edges[index] ?? ''}:${until}`],
      `--execution-segment-sequence=${edges.join(',')}`,
      ...spec.arguments.replaceAll('/test/', `${folder}/`).split(' '),
      ...[join(folder, spec.script.configMap.file), '--address='],
      ...['--tag', `instance_id=${index + 1}`, '--tag', `testrun_name=${metadata.name}`],
    ];
    const child = spawn(found.path, args, {
      env: { PATH: process.env['PATH'], HOME: folder, ...env },
      stdio: 'ignore',
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
  await Promise.all(pods);
}

const load = (...args: readonly string[]) =>
  harness(checkout, ['load', 'import', ...args, '--export', join(exported, 'export.json'), '--no-allure']);

/** The runners' files in a folder of their own, to be spoilt. */
function copied(name: string): { folder: string; samples: readonly string[]; logs: readonly string[] } {
  const folder = join(checkout.strangers, name);
  mkdirSync(folder);
  for (const file of readdirSync(results)) copyFileSync(join(results, file), join(folder, file));
  const files = readdirSync(folder)
    .sort()
    .map((file) => join(folder, file));
  const ending = (end: string) => files.filter((file) => file.endsWith(end));
  return { folder, samples: ending('.csv.gz'), logs: ending('.log.ndjson') };
}

function metric(name: string): number | undefined {
  const events = newestRun(checkout)
    .suites()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as MetricEvent);
  return events.findLast(({ type, data }) => type === 'metric' && data.name === name)?.data.value;
}
interface MetricEvent {
  readonly type: string;
  readonly data: { readonly name?: string; readonly value?: number };
}

it('three runners are one load: all their requests, and a verdict', async () => {
  const { code, said } = await load(results);
  expect(said).toMatch(/\bpass\b/i);
  expect(code, said).toBe(0);
  expect(metric('http_reqs.count')).toBe(asked);
  expect(Math.abs((metric('iterations.count') ?? 0) - PLANNED)).toBeLessThanOrEqual(RUNNERS);
  expect(server.asked.filter((path) => path === '/api/hello')).toHaveLength(asked);
});

it('as many as three workers of a live run', async () => {
  const { code, said } = await harness(checkout, [
    'run',
    script,
    '--base-url',
    server.url,
    '--workers',
    '3',
    '--no-allure',
  ]);
  expect(code, said).toBe(0);
  expect(Math.abs((metric('iterations.count') ?? 0) - PLANNED)).toBeLessThanOrEqual(RUNNERS);
});

it('refuses a runner that is missing, and one that is there twice', async () => {
  const { folder, samples } = copied('missing');
  rmSync(samples[1] ?? '');
  const missing = await load(folder);
  expect(missing.code).toBe(254);
  expect(missing.said).toMatch(/runner 2 of 3 \(segment 1\/3:2\/3\) is missing/);
  copyFileSync(samples[0] ?? '', samples[1] ?? '');
  const doubled = await load(folder);
  expect(doubled.code).toBe(254);
  expect(doubled.said).toMatch(/runner 1 of 3 .* more than once/);
  expect(doubled.said).toMatch(/runner 2 of 3 .* is missing/);
});

it('refuses a file that was cut', async () => {
  const { folder, samples } = copied('cut');
  truncateSync(samples[2] ?? '', 2000);
  const { code, said } = await load(folder);
  expect(code).toBe(254);
  expect(said).toMatch(/-3-x7k2p\.csv\.gz was cut/);
});

it('is unknown without the log of a runner', async () => {
  const { folder, logs } = copied('unlogged');
  rmSync(logs[0] ?? '');
  const { code, said } = await load(folder);
  expect(code).toBe(2);
  expect(said).toMatch(/log of runner 1\s+is\s+missing/);
});

it('refuses samples of a script that was changed since', async () => {
  const kept = `${script}.kept`;
  copyFileSync(script, kept);
  writeFileSync(script, SCRIPT.replace('rate<0.01', 'rate<0.99'));
  const { code, said } = await load(results);
  renameSync(kept, script);
  expect(code).toBe(254);
  expect(said).toMatch(/is not what was exported/);
});
