import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../fixtures/services/free-port.ts';
import { PRODUCT } from '../../kernel/find-project.ts';

/** Broken, it lets anybody in, and answers something else than it says. */
const SHOP = `const { existsSync } = require('node:fs');
const broken = existsSync(__dirname + '/broken');
require('node:http').createServer(({ url }, response) => {
  const say = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (url === '/') say(200, {});
  else if (url === '/api/items/1') say(200, { id: broken ? '1' : 1, parts: [{ id: 2 }] });
  else if (url === '/api/me') say(broken ? 200 : 401, {});
  else say(404, {});
}).listen(Number(process.argv[2]), '127.0.0.1');`;

const DOCUMENT = `
openapi: 3.0.3
info: { title: Shop, version: '1' }
servers: [{ url: /api }]
paths:
  /items/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, example: 1, schema: { type: integer } }]
      responses: { '200': { description: it, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } } }
  /me: { get: { security: [{ bearer: [] }], responses: { '200': { description: me } } } }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas:
    Item: { type: object, required: [id], properties: { id: { type: integer }, parts: { type: array, items: { $ref: '#/components/schemas/Item' } } } }
`;

let base: string;
let project: string;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'openapi-'));
  project = join(base, 'quality');
  writeFileSync(join(base, 'shop.cjs'), SHOP);
  writeFileSync(join(base, 'api.yaml'), DOCUMENT);
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  harness('init', '--start', `node ../shop.cjs ${port}`, '--url', url, '--kinds', 'contract');
  const made = harness('import', 'openapi', join(base, 'api.yaml'));
  expect(made.status, made.said).toBe(0);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function harness(...words: readonly string[]) {
  const { PATH, HOME, HARNESS_CACHE = join(PRODUCT, '.harness') } = process.env;
  const env = { PATH, HOME, HARNESS_CACHE, NO_COLOR: '1', TMPDIR: base };
  const args = [join(PRODUCT, 'scripts/harness.ts'), ...words, '--project', project];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: base, env, encoding: 'utf8' });
  return { status, stdout, said: stdout + stderr };
}

test('what it wrote runs as it is, and passes on a product that keeps its word', () => {
  const { status, said } = harness('run', 'contract/api*', '--no-allure');
  expect(status, said).toBe(0);
  const explained = harness('explain');
  expect(explained.stdout).toContain('contract/api: 2 checks passed');
  expect(explained.stdout).toContain('it was of no stage');
  expect(explained.status).toBe(0);
});

test('a product that breaks its word fails, and each reason is proven by a line of the journal', () => {
  writeFileSync(join(base, 'broken'), '');
  expect(harness('run', 'contract/api*', '--no-allure').status).toBe(1);
  const { stdout, status } = harness('explain');
  expect(status).toBe(1);
  expect(stdout).toMatch(/contract\/api: .*GET \/items\/\{id\} answers as/);
  expect(stdout).toMatch(/contract\/api-access: .*GET \/me: anonymous/);
  const proofs = [...stdout.matchAll(/^ {4}proof {4}(\S+):(\d+)$/gm)];
  expect(proofs.length).toBeGreaterThan(1);
  for (const [, file = '', line] of proofs) {
    const text = readFileSync(join(base, file), 'utf8').split('\n')[Number(line) - 1] ?? '';
    expect(JSON.parse(text)).toMatchObject({ type: 'check', data: { outcome: 'failed' } });
  }
  expect(harness('plan', '--last-failed').said).toMatch(
    /2 suites on local[^]*contract\/api [^]*contract\/api-access/,
  );
});
