import { expect, test } from 'vitest';
import { environmentSchema } from '../../../../kernel/environment.ts';
import { runArgs } from '../process/k6-process.ts';
import { systemTagArgs } from '../process/system-tags.ts';
import { manifests, type PodsRequest } from './manifests.ts';
import { podVariables, secretKeys } from './pod-environment.ts';

const SHOP = environmentSchema.parse({
  name: 'shop',
  title: 'A shop.',
  owner: 'team-shop',
  target: 'remote',
  allows: ['load'],
  urls: { web: 'http://shop.example/', api: { variable: 'SHOP_API_URL' } },
  accounts: { user: { username: { variable: 'SHOP_USER' }, password: { variable: 'SHOP_PASSWORD' } } },
});
const variables = podVariables(SHOP, { SESSIONS: '8', TEXT: 'a $(b) c' });
const REQUEST: PodsRequest = {
  id: '0123abcd',
  name: 'load-stress-0123abcd',
  parallelism: 3,
  image: 'grafana/k6:2.2.0',
  script: { file: 'script.js', text: 'export default function () {}' },
  profile: { scenarios: {} },
  systemTags: ['iter'],
  variables,
  hold: { args: ['--blacklist-ip', '127.0.0.0/8'], env: { NO_PROXY: 'shop.example' } },
  secret: 'harness-shop',
  claim: 'k6-results',
  separate: false,
};

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: object;
}
function testRun(request: PodsRequest) {
  const list = manifests(request) as { items: [unknown, { spec: Record<string, unknown> }] };
  const { spec } = list.items[1];
  return spec as { arguments: string; runner: { env: Variable[] }; initializer: { env: Variable[] } };
}
const named = (env: readonly Variable[], name: string) => env.find((one) => one.name === name);

test('what the environment refers to is named, never looked up', () => {
  const { env } = testRun(REQUEST).runner;
  expect(named(env, 'TARGET_USER_PASSWORD')).toEqual({
    name: 'TARGET_USER_PASSWORD',
    valueFrom: { secretKeyRef: { name: 'harness-shop', key: 'SHOP_PASSWORD' } },
  });
  expect(named(env, 'TARGET_API_URL')?.valueFrom).toBeDefined();
  expect(named(env, 'BASE_URL')).toEqual({ name: 'BASE_URL', value: 'http://shop.example' });
  expect(secretKeys(variables)).toEqual(['SHOP_USER', 'SHOP_PASSWORD', 'SHOP_API_URL']);
});

test("a suite's own variables reach the pods as they are, also where Kubernetes would expand them", () => {
  const { env } = testRun(REQUEST).runner;
  expect(named(env, 'SESSIONS')?.value).toBe('8');
  expect(named(env, 'TEXT')?.value).toBe('a $$(b) c');
  expect(named(env, 'NO_PROXY')?.value).toBe('shop.example');
});

test('the load runs by the same flags as here', () => {
  const { arguments: said } = testRun(REQUEST);
  const words = said.split(' ');
  for (const flag of ['--no-thresholds', '--summary-mode', 'disabled']) {
    expect(words).toContain(flag);
    expect(runArgs('csv=-', { env: {} })).toContain(flag);
  }
  expect(said).toContain(systemTagArgs(['iter']).join(' '));
  expect(said).toContain('--out csv');
  expect(said).toContain('--config /test/profile.json --blacklist-ip 127.0.0.0/8 ');
  expect(said).toContain('--tag export=0123abcd');
  // It goes through a shell in the initializer.
  expect(said).not.toMatch(/[$'"\\;&|<>]/);
});

test('each runner writes files of its own, by the name of its pod, which is known before it is used', () => {
  const { runner, initializer } = testRun(REQUEST);
  const names = runner.env.map(({ name }) => name);
  expect(named(runner.env, 'K6_CSV_FILENAME')?.value).toBe('/results/$(POD_NAME).csv.gz');
  expect(named(runner.env, 'K6_CSV_TIME_FORMAT')?.value).toBe('unix_milli');
  expect(names.indexOf('POD_NAME')).toBeLessThan(names.indexOf('K6_CSV_FILENAME'));
  expect(initializer.env.map(({ name }) => name)).not.toContain('K6_LOG_OUTPUT');
});

test('without a profile there is no options file', () => {
  const list = manifests({ ...REQUEST, profile: undefined }) as { items: [{ data: object }, unknown] };
  expect(Object.keys(list.items[0].data)).toEqual(['script.js']);
  expect(testRun({ ...REQUEST, profile: undefined }).arguments).not.toContain('--config');
});
