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

test('a run that is killed is sealed by the policy of the project, and its product is gone', async () => {
  const file = join(project, 'contract/suites/home/home.contract.ts');
  const held = "test('it goes on', () => new Promise(() => undefined), 1_000_000);";
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n${held}\n`);
  const known = new Set(globSync('evidence/runs/*', { cwd: project }));
  const [program, args, options] = commandLine(['run', 'contract/home', '--no-allure']);
  const run = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  run.stdout.on('data', (text: Buffer) => (said += text.toString()));
  await expect.poll(() => said, { timeout: patience(10_000) }).toContain('▶ contract/home');
  run.kill('SIGKILL');
  const [folder = ''] = globSync('evidence/runs/*', { cwd: project }).filter((one) => !known.has(one));
  const facts = () => JSON.parse(readFileSync(join(project, folder, 'run.json'), 'utf8')) as object;
  await expect.poll(facts, { timeout: patience(20_000) }).toMatchObject({ status: 'interrupted' });
  await expect(fetch(url)).rejects.toThrow();
});
