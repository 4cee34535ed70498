import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { resultsIn } from '../../../fixtures/test-runners/results.ts';
import engine from './pact.engine.ts';
import type { PactOptions } from './options.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pacts-'));
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ colour: 'red' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const looks = (description: string, colour: string, state?: string) => ({
  type: 'Synchronous/HTTP',
  description,
  ...(state !== undefined && { providerStates: [{ name: state }] }),
  request: { method: 'GET', path: '/car' },
  response: {
    status: 200,
    headers: { 'content-type': ['application/json'] },
    body: { content: { colour }, contentType: 'application/json', encoded: false },
  },
});

/** A folder of pacts, and of something else. */
function folderOf(name: string, files: Record<string, readonly object[]>): string {
  const pacts = join(folder, name);
  mkdirSync(join(pacts, 'below'), { recursive: true });
  writeFileSync(join(pacts, 'package.json'), '{ "name": "no pact" }');
  for (const [file, interactions] of Object.entries(files))
    writeFileSync(
      join(pacts, file),
      JSON.stringify({
        consumer: { name: 'me' },
        provider: { name: 'it' },
        interactions,
        metadata: { pactSpecification: { version: '4.0' } },
      }),
    );
  return pacts;
}

/** Verifies the pacts of a folder of its own. */
async function run(name: string, files: Record<string, readonly object[]>) {
  const pacts = folderOf(name, files);
  const options = (await engine.accepts?.(pacts, true)) as PactOptions;
  const suiteRun = suiteRunForTest<PactOptions>({ options, folder: pacts });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const target = { ...suiteRun.target, urls: { api: url } };
  const error: unknown = await engine.run({ ...suiteRun, target }).catch((thrown: unknown) => thrown);
  const { checks } = resultsIn(suiteRun.inbox);
  await suiteRun.close();
  const outcomes = checks.map(({ id, outcome }) => [id.split(' › ').slice(1).join(' › '), outcome]);
  return {
    said: error === undefined ? undefined : messageOf(error),
    outcomes: Object.fromEntries(outcomes) as object,
    checks,
  };
}

test('each interaction of each pact is a check, kept or not, with the difference', async () => {
  const { outcomes, checks } = await run('two', {
    'a.json': [looks('a red car', 'red')],
    'below/b.json': [looks('a blue car', 'blue')],
  });
  expect(outcomes).toEqual({
    'a.json: it keeps what me expects › a red car': 'passed',
    'b.json: it keeps what me expects › a blue car': 'failed',
  });
  expect(checks.find(({ outcome }) => outcome === 'failed')?.detail).toContain('$.colour');
});

test('what asks for a state that nobody sets up shows nothing, however it is answered', async () => {
  const { said, outcomes } = await run('state', { 'a.json': [looks('a car', 'red', 'a garage')] });
  expect(outcomes).toEqual({ 'a.json: it keeps what me expects › a car, given a garage': 'skipped' });
  expect(said).toContain('"a garage"');
});

test('a folder without a pact shows nothing', async () => {
  const { said } = await run('none', {});
  expect(said).toContain('no pact is in it');
});

test('takes a pact by its content, and a folder only when told', async () => {
  folderOf('taken', { 'a.json': [looks('a car', 'red')] });
  const file = (name: string) => join(folder, 'taken', name);
  expect(await engine.accepts?.(file('a.json'))).toEqual({ pacts: file('a.json') });
  expect(await engine.accepts?.(file('package.json'))).toBeUndefined();
  expect(await engine.accepts?.(folder)).toBeUndefined();
});
