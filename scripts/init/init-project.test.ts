import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { policyFor } from '../../kernel/config.ts';
import { PRODUCT, PROJECT_FILE } from '../../kernel/find-project.ts';
import { kindOf, type Stage } from '../../kernel/suite.ts';
import { parseConfig } from '../finish/config.ts';
import { KINDS } from './answers.ts';
import { askFor } from './ask.ts';
import { initProject } from './init-project.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'init-'))));
afterEach(() => rmSync(root, { recursive: true }));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const init = async (said: Parameters<typeof askFor>[0]) => initProject(root, await askFor(said, false));

test('a project has its policy, an environment, a suite of each kind and CI', async () => {
  const { written } = await init({ url: 'http://shop.test:8080/', kinds: 'load,e2e' });
  expect(written).toEqual([
    'waivers.json',
    'fixtures/environments/local/local.environment.ts',
    '.env.local',
    '.env.local.example',
    'e2e/suites/home/home.spec.ts',
    'e2e/suites/home/home.suite.ts',
    'load/suites/home/home.k6.ts',
    'load/suites/home/home.suite.ts',
    '.github/workflows/release-harness.yml',
    'harness.config.ts',
  ]);
  expect(read('harness.config.ts')).toContain("smoke: { required: ['e2e/home', 'load/home'] }");
  expect(read('.env.local')).toBe('LOCAL_WEB_URL=http://shop.test:8080\n');
  expect(read('.gitignore')).toContain('.env.*\n!.env.*.example');
});

test('what is written looks at the home page alone, and lets no release pass', async () => {
  await init({ url: 'http://shop.test:8080', kinds: KINDS.join(',') });
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(PRODUCT, join(root, 'node_modules/release-harness'));
  const { default: written } = (await import(join(root, PROJECT_FILE))) as { default: unknown };
  const config = parseConfig(written);
  const held = (stage: Stage) => policyFor(config, { stage, whole: true, environment: 'local' });
  expect(held('release')).toBeUndefined();
  expect(held('main')?.required.map(kindOf)).toEqual(KINDS);
});

test('one that was cut off is begun again', async () => {
  await init({ url: 'http://shop.test:8080' });
  for (const file of ['harness.config.ts', '.gitignore', 'load/suites/home/home.suite.ts'])
    rmSync(join(root, file));
  const { written } = await init({ url: 'http://shop.test:8080' });
  expect(written).toEqual(['load/suites/home/home.suite.ts', 'harness.config.ts']);
});

test('what starts the product is a list of words, or a shell where one is needed', async () => {
  await init({ start: 'python3 server.py 80' });
  const file = 'fixtures/environments/local/local.environment.ts';
  expect(read(file)).toContain('command: ["python3","server.py","80"], ready: \'http://127.0.0.1:3000/\'');
  rmSync(join(root, 'harness.config.ts'));
  rmSync(join(root, file));
  await init({ start: 'npm start > log' });
  expect(read(file)).toContain('["/bin/sh","-c","npm start > log"]');
});

test('with chaos the way to the product leads through a link', async () => {
  await init({ url: 'http://127.0.0.1:8080', kinds: 'chaos' });
  const text = read('fixtures/environments/local/local.environment.ts');
  expect(text).toContain("web: { listen: '127.0.0.1:18080', upstream: '127.0.0.1:8080', protocol: 'http' }");
  expect(text).toContain("urls: { web: 'http://127.0.0.1:18080' }");
  expect(() => read('.env.local'), 'a variable that nothing reads').toThrow('ENOENT');
});

test('nothing that is there is lost, and a second time nothing is written', async () => {
  writeFileSync(join(root, 'package.json'), '{"name":"shop","dependencies":{"x":"1"}}');
  writeFileSync(join(root, 'waivers.json'), '[ ]');
  writeFileSync(join(root, '.gitignore'), 'dist/');
  const { kept } = await init({ url: 'http://127.0.0.1:8080' });
  expect(kept).toEqual(['waivers.json']);
  expect(read('waivers.json')).toBe('[ ]');
  expect(read('.gitignore')).toMatch(/^dist\/\nnode_modules\//);
  expect(JSON.parse(read('package.json'))).toEqual({
    name: 'shop',
    dependencies: { x: '1' },
    type: 'module',
  });
  await expect(init({ url: 'http://127.0.0.1:8080' })).rejects.toThrow('is there already');
});

test('a folder of CommonJS is left alone', async () => {
  writeFileSync(join(root, 'package.json'), '{"type":"commonjs"}');
  await expect(init({ url: 'http://127.0.0.1:8080' })).rejects.toThrow('make a folder of its own');
  expect(() => read('harness.config.ts')).toThrow('ENOENT');
});

test('a package.json that is as it must be stays byte for byte, and one that is none is said', async () => {
  writeFileSync(join(root, 'package.json'), '{\n\t"type": "module"}');
  await init({ url: 'http://127.0.0.1:8080' });
  expect(read('package.json')).toBe('{\n\t"type": "module"}');
  rmSync(join(root, 'harness.config.ts'));
  for (const text of ['', '[]', '{"type": "module",}']) {
    writeFileSync(join(root, 'package.json'), text);
    await expect(init({ url: 'http://127.0.0.1:8080' })).rejects.toThrow('package.json: got no JSON object.');
  }
});

test('what Node takes for CommonJS is not made a module', async () => {
  writeFileSync(join(root, 'package.json'), '{"name":"shop"}');
  mkdirSync(join(root, 'node_modules/x'), { recursive: true });
  writeFileSync(join(root, 'node_modules/x/index.js'), '');
  writeFileSync(join(root, 'server.js'), "require('node:http')");
  await expect(init({ start: 'node server.js' })).rejects.toThrow('got no "type", and server.js');
  expect(read('package.json')).toBe('{"name":"shop"}');
  rmSync(join(root, 'server.js'));
  await init({ start: 'node server.js' });
  expect(read('package.json')).toContain('"type": "module"');
});

test.each([
  [{}, 'got neither --url nor --start'],
  [{ start: ' ' }, '--start: got nothing'],
  [{ url: 'shop' }, '--url: got "shop"'],
  [{ url: 'http://shop.test:8080/app' }, '--url: got /app behind http://shop.test:8080; '],
  [{ url: 'http://shop.test/?at=1#top', start: 'x' }, '--url: got /?at=1#top behind http://shop.test; '],
  [{ url: 'http://me@shop.test' }, '--url: got a name or a password'],
  [{ url: 'http://a', kinds: 'e2e,fun' }, '--kinds: got "fun"; known: e2e, contract, load, chaos, security'],
  [{ url: 'https://a', kinds: 'chaos' }, 'without TLS'],
])('%j is refused: %s', async (said, why) => {
  await expect(askFor(said, false)).rejects.toThrow(why);
});
