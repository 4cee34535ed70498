import { spawn, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../fixtures/services/free-port.ts';
import { PRODUCT } from '../../kernel/find-project.ts';
import { patience } from '../../kernel/testing/patience.ts';

/** Says 404 of all but its home page. */
const SHOP = `require('node:http').createServer(({ url }, response) => response.writeHead(url === '/' ? 200 : 404).end())
  .listen(Number(process.argv[2]), '127.0.0.1');`;

let base: string;
let project: string;
let url: string;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'init-'));
  // It need not be there, and has no packages: they are the checkout's.
  project = join(base, 'quality');
  writeFileSync(join(base, 'shop.cjs'), SHOP);
  const [port = 0] = await freePorts(1);
  url = `http://127.0.0.1:${port}`;
  const made = harness('init', '--start', `node ../shop.cjs ${port}`, '--url', url, '--kinds', 'contract');
  expect(made.said).toContain('these suites look at the home page alone');
  expect(made.status, made.said).toBe(0);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function commandLine(words: readonly string[]) {
  const { PATH, HOME, HARNESS_CACHE = join(PRODUCT, '.harness') } = process.env;
  const env = { PATH, HOME, HARNESS_CACHE, NO_COLOR: '1', TMPDIR: base };
  const script = join(PRODUCT, 'scripts/harness.ts');
  return [process.execPath, [script, ...words, '--project', project], { cwd: base, env }] as const;
}

function harness(...words: readonly string[]) {
  const [program, args, options] = commandLine(words);
  const { status, stdout, stderr } = spawnSync(program, args, { ...options, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

test('no release passes on what it wrote, and its plan says so', () => {
  expect(harness('plan', '--stage', 'release').said).toMatch(/^stage release has no policy/);
  const { status, said } = harness('run', '--stage', 'release', '--no-allure');
  expect(said).toContain('stage release has no policy');
  expect(status).toBe(2);
});

test('the job of its workflow runs here as there, gathers what its run left, and is red where the product is', () => {
  const { status, said } = harness('ci', 'smoke');
  expect(said).toContain('$ harness run --stage smoke');
  expect(status, said).toBe(0);
  const left = (pattern: string) => globSync(`reports/ci/smoke/${pattern}`, { cwd: project });
  for (const one of [
    'junit.xml',
    'summary.md',
    'runs/*/index.html',
    'allure/*/index.html',
    'evidence/*/manifest.json',
  ])
    expect(left(one), one).toHaveLength(1);
  const file = join(project, 'contract/suites/home/home.contract.ts');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('toBeLessThan(400)', 'toBeLessThan(100)'));
  expect(harness('ci', 'smoke').status).toBe(1);
  writeFileSync(file, text);
  expect(readFileSync(join(project, 'reports/ci/smoke/summary.md'), 'utf8')).toContain('(exit 1)');
  expect(left('evidence/*'), 'of this job alone').toHaveLength(1);
});

/** A suite that never ends; once it has begun, what runs it. */
async function begun(...words: readonly string[]) {
  const file = join(project, 'contract/suites/home/home.contract.ts');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, `${text}\ntest('it goes on', () => new Promise(() => undefined), 1_000_000);\n`);
  const known = new Set(globSync('evidence/runs/*', { cwd: project }));
  const [program, args, options] = commandLine(words);
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (more: Buffer) => (said += more.toString()));
  await expect.poll(() => said, { timeout: patience(10_000) }).toContain('▶ contract/home');
  const [folder = ''] = globSync('evidence/runs/*', { cwd: project }).filter((one) => !known.has(one));
  return { child, status: () => readJson(folder).status, restore: () => writeFileSync(file, text) };
}

function readJson(folder: string): { readonly status: string } {
  return JSON.parse(readFileSync(join(project, folder, 'run.json'), 'utf8')) as { status: string };
}

test('a job that is stopped hands that on to its run, gathers what that sealed, and is red', async () => {
  const { child, status, restore } = await begun('ci', 'smoke');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(2);
  restore();
  expect(status()).toBe('interrupted');
  expect(globSync('reports/ci/smoke/evidence/*/manifest.json', { cwd: project })).toHaveLength(1);
  await expect(fetch(url)).rejects.toThrow();
});

test('a run that is killed is sealed by the policy of the project, and its product is gone', async () => {
  const { child, status } = await begun('run', 'contract/home', '--no-allure');
  child.kill('SIGKILL');
  await expect.poll(status, { timeout: patience(20_000) }).toBe('interrupted');
  await expect(fetch(url)).rejects.toThrow();
});
