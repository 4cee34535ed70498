import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { program, temporaryFolder } from '../../../fixtures/tools/testing/fake-tool.ts';
import zap from './zap.tool.ts';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 'zap home', 'lib'), { recursive: true });
  writeFileSync(join(folder.path, 'zap home', 'lib', 'zap-2.17.0.jar'), '');
  copyFileSync(join(import.meta.dirname, 'zap.sh'), join(folder.path, 'zap home', 'zap.sh'));
});
afterEach(() => folder[Symbol.dispose]());

/** Runs the launcher with a `java` that prints its arguments, one a line. */
function launch(args: readonly string[], java = 'printf "%s\\n" "$@"'): string[] {
  program(join(folder.path, 'bin', 'java'), java);
  const env = { PATH: `${join(folder.path, 'bin')}:/usr/bin:/bin` };
  const script = join(folder.path, 'zap home', 'zap.sh');
  return execFileSync('/bin/sh', [script, ...args], { env, encoding: 'utf8', stdio: 'pipe' })
    .trim()
    .split('\n');
}

it('ZAP’s core comes first on the class path, and it is told where it lies', () => {
  const lib = join(folder.path, 'zap home', 'lib');
  const started = launch(['-daemon', '-port', '8090']);
  expect(started[started.indexOf('-cp') + 1]).toBe(`${lib}/zap-2.17.0.jar:${lib}/*`);
  expect(started.slice(started.indexOf('org.zaproxy.zap.ZAP'))).toEqual([
    'org.zaproxy.zap.ZAP',
    '-installdir',
    join(folder.path, 'zap home'),
    '-daemon',
    '-port',
    '8090',
  ]);
});

it('-X and -D options go to Java, the others keep their order and their spaces', () => {
  const started = launch(['-dir', 'a b', '-Xmx1g', '-config', 'x=1', '-Dy=2']);
  expect(started.slice(0, 4)).toEqual(['-Xmx512m', '-Xmx1g', '-Dy=2', '-Djava.awt.headless=true']);
  expect(started.slice(-4)).toEqual(['-dir', 'a b', '-config', 'x=1']);
});

it('the version is known without starting ZAP', () => {
  const said = launch([...zap.version.args], 'exit 0').join('\n');
  expect(zap.version.pattern.exec(said)?.[1]).toBe('2.17.0');
});

it('no version is said when Java does not start', () => {
  expect(() => launch(['-version'], 'exit 1')).toThrow('java does not start');
});

it.each([
  ['Found Java version 17.0.15\nAvailable memory: 7000 MB\nUsing JVM args: -Xmx1800m\n2.16.1\n', '2.16.1'],
  ['Found Java version 17.0.15\nD-2026-11-02\n', '2026-11-02'],
  ['Found Java version 17.0.15\n', undefined],
])('of what ZAP’s own launcher prints, only ZAP’s version is read', (printed, version) => {
  expect(zap.version.pattern.exec(printed)?.[1]).toBe(version);
});
