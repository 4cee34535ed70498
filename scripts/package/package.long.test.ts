import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../fixtures/services/free-port.ts';
import { PRODUCT } from '../../kernel/find-project.ts';
import { buildPackage } from './build.ts';

/** A product of another language that knows nothing of us. Broken, it has a page for every path. */
const SHOP = `
import http.server, os, sys
class Shop(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.path == '/' or os.path.exists('broken')
        body = b'<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1></html>'
        self.send_response(200 if known else 404)
        self.send_header('content-type', 'text/html')
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Shop).serve_forever()
`;

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

let base: string;
let project: string;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'package-'));
  project = join(base, 'shop');
  mkdirSync(project);
  install(await buildPackage(join(base, 'built')));
  writeFileSync(join(project, 'shop.py'), SHOP);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** As npm would, but what the package depends on is linked: it is installed here already. What only we need is not there. */
function install(built: string): void {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', base], { cwd: built, encoding: 'utf8' }),
  ) as [{ filename: string }];
  const packages = join(project, 'node_modules');
  const own = join(packages, 'release-harness');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['xzf', join(base, packed.filename), '-C', own, '--strip-components=1']);
  const lock = JSON.parse(readFileSync(join(PRODUCT, 'package-lock.json'), 'utf8')) as Lock;
  for (const [place, { dev }] of Object.entries(lock.packages)) {
    if (dev || !/^node_modules\/(@[^/]+\/)?[^/]+$/.test(place) || !existsSync(join(PRODUCT, place))) continue;
    mkdirSync(dirname(join(project, place)), { recursive: true });
    symlinkSync(join(PRODUCT, place), join(project, place));
  }
}

function harness(...words: readonly string[]) {
  const program = join(project, 'node_modules/release-harness/bin/harness.js');
  const { PATH, HOME, HARNESS_CACHE = join(PRODUCT, '.harness') } = process.env;
  const env = { PATH, HOME, HARNESS_CACHE, NO_COLOR: '1', TMPDIR: base };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: project,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, said: stdout + stderr };
}

test('of the package an empty folder becomes a project in one command, and has a verdict in the next', async () => {
  const none = harness('list');
  expect(none.said).toContain('there is no harness.config.ts here or above; npx harness init writes one');
  expect(none.status).toBe(254);
  const [port = 0] = await freePorts(1);
  const made = harness(
    'init',
    '--start',
    `python3 shop.py ${port}`,
    '--url',
    `http://127.0.0.1:${port}`,
    '--kinds',
    'e2e,contract,load',
  );
  expect(made.status, made.said).toBe(0);
  const planned = JSON.parse(harness('plan', '--stage', 'smoke', '--json').stdout) as {
    planned: { suite: { name: string } }[];
    skipped: unknown[];
  };
  expect(planned.planned.map(({ suite }) => suite.name)).toEqual(['contract/home', 'e2e/home', 'load/home']);
  expect(planned.skipped, 'no suite of the reference product').toEqual([]);
  const ran = harness('run', '--stage', 'smoke', '--no-allure');
  expect(ran.status, ran.said).toBe(0);
  expect(ran.said).toContain('PASS');
  expect(ran.said, "our catalogue is not the shop's").not.toContain('requirement');
  expect(existsSync(join(project, 'reports/latest/index.html'))).toBe(true);
  expect(readdirSync(join(project, 'evidence/runs')).length).toBeGreaterThan(0);
  const types = join(project, 'node_modules/release-harness/scripts/package/define.d.ts');
  expect(readFileSync(types, 'utf8')).toContain('defineSuite');
  writeFileSync(join(project, 'broken'), '');
  const broken = harness('run', '--stage', 'smoke', '--no-allure');
  expect(broken.said).toContain('a page that is not there is told as such');
  expect(broken.status).toBe(1);
});

test('a config of a newer form is refused with what to do', () => {
  const file = join(project, 'harness.config.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('version: 1', 'version: 2'));
  const { status, said } = harness('plan', '--stage', 'smoke');
  expect(said).toContain(
    'harness.config.ts: version: got 2; this harness knows up to 1; npm install release-harness@latest',
  );
  expect(status).toBe(254);
});
