import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { suiteRunForTest, targetForTest } from '../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { patience } from '../../../kernel/testing/patience.ts';
import { CANARY_ACCOUNT, CANARY_SIGN_IN, DESCRIPTION, startCanary } from './canary.ts';
import { fuzz } from './fuzz.ts';
import { optionsSchema } from './options.ts';
import schemathesis from './schemathesis.tool.ts';

const found = await createFinder().find(schemathesis);
/** It is a download of 13 MB for the first run that needs it, and for no test. */
const missing = 'missing' in found ? found.missing.what : undefined;

/** What a run against that API threw and recorded. */
async function fuzzed(url: string, program?: string) {
  if (program === undefined && 'missing' in found) throw new Error(found.missing.what);
  const path = program ?? ('path' in found ? found.path : '');
  const run = suiteRunForTest({
    options: optionsSchema.parse({ signIn: CANARY_SIGN_IN, maxExamples: 8, seed: 1 }),
    suite: { name: 'security/example' },
    target: targetForTest({ api: url }),
    tenant: { name: 'test', accounts: { user: CANARY_ACCOUNT } },
  });
  onTestFinished(() => run.close());
  const error = await fuzz(run, { name: 'schemathesis', path, version: '0.0.0', source: 'explicit' }).then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  const outcomes = Object.fromEntries(run.recorder.checks.map(({ id, outcome }) => [id, outcome]));
  return { ...run.recorder, error, outcomes };
}

/** An API that does what the canary's description says of one operation. */
async function soundApi(): Promise<string> {
  const { paths, ...rest } = DESCRIPTION;
  const description = { ...rest, paths: { '/sound': paths['/sound'] } };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const isRight = searchParams.size === 1 && /^[1-9]$/.test(searchParams.get('count') ?? '');
    if (pathname === '/openapi.json') json(200, description);
    else if (pathname === '/login') json(200, { token: 'a-token' });
    else if (request.headers.authorization !== 'Bearer a-token') json(401, { error: 'no' });
    else if (pathname === '/me') json(200, {});
    else json(pathname === '/sound' ? (isRight ? 200 : 400) : 404, isRight ? {} : { error: 'no' });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.skipIf(missing !== undefined)(
  'of an API with a defect of each sort it finds them all, and of a sound one none',
  async () => {
    const bad = await startCanary();
    onTestFinished(() => bad.close());
    const { error, outcomes, findings } = await fuzzed(bad.url);
    expect(error).toBeUndefined();
    // The secret that this one tells is no secret of the run's.
    const { 'no answer tells a secret that we were given': secrets, ...others } = outcomes;
    expect(secrets).toBe('passed');
    expect(new Set(Object.values(others))).toEqual(new Set(['failed', 'passed']));
    expect(Object.entries(others).filter(([, is]) => is === 'passed')).toEqual([
      ['every operation was looked at', 'passed'],
    ]);
    expect(
      findings.every(({ cwe, fix, where }) => cwe !== undefined && fix !== '' && where.startsWith('api ')),
    ).toBe(true);
    const good = await fuzzed(await soundApi());
    expect(good.error).toBeUndefined();
    expect(good.findings).toEqual([]);
    expect(new Set(Object.values(good.outcomes))).toEqual(new Set(['passed']));
    expect(JSON.stringify(good.events)).toMatch(/"lookedAt":1,"thereWas":1/);
  },
  patience(40_000),
);

/** A program of that name which does nothing of the sort. */
function fake(body: string): string {
  const folder = suiteRunForTest({ options: {} });
  onTestFinished(() => folder.close());
  const file = join(folder.work, 'schemathesis');
  writeFileSync(file, `#!/bin/sh\nfor last; do :; done\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

const END = `echo '{"EngineFinished":{"stop_reason":"completed"}}' > "$last"`;

test('a program that ends well and asks nothing proves nothing', async () => {
  const { error, outcomes, checks } = await fuzzed(await soundApi(), fake(END));
  expect(error).toBeUndefined();
  expect(new Set(Object.values(outcomes))).toEqual(new Set(['skipped']));
  expect(checks.find(({ id }) => id === 'every operation was looked at')?.detail).toMatch(
    /0 of 1 operations asked/,
  );
});

test.each([
  ['that wrote nothing', 'exit 0', /schemathesis/],
  ['that is used wrongly', 'echo "No such option" >&2; exit 2', /ended with 2: No such option/],
  ['that fails without a word', `${END}; exit 1`, /ended with 1, and told of 0 failures/],
  [
    'that gave up',
    `echo '{"EngineFinished":{"stop_reason":"server_unavailable"}}' > "$last"; exit 1`,
    /server_unavailable/,
  ],
])('a program %s is no telling', async (_, body, said) => {
  const { error, outcomes } = await fuzzed(await soundApi(), fake(body));
  expect(error?.message).toMatch(said);
  expect(outcomes).toEqual({});
});

test('a target that does not answer, or lets nobody sign in, is no telling', async () => {
  const dead = await fuzzed('http://127.0.0.1:9', fake(END));
  expect(dead.error?.message).toMatch(/does not answer/);
  const open = createServer((request, response) => {
    const isLogin = request.url === '/login';
    const body = isLogin ? { token: 'x' } : DESCRIPTION;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(open, 'listening');
  onTestFinished(() => void open.close());
  const { error } = await fuzzed(`http://127.0.0.1:${(open.address() as AddressInfo).port}`, fake(END));
  expect(error?.message).toMatch(/answers 200 to canary and 200 to a stranger/);
});
