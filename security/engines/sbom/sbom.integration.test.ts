import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { environmentForTest, suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { LOCKFILE } from '../../source/testing/lockfile.ts';
import lockfileEngine from '../lockfile/lockfile.engine.ts';
import type { LockfileOptions } from '../lockfile/options.ts';
import type { SbomOptions } from './options.ts';
import engine from './sbom.engine.ts';

function checkout() {
  const folder = mkdtempSync(join(tmpdir(), 'sbom-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' };
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', folder, ...who, ...args], { env, stdio: 'pipe' });
  git('init', '-q');
  const lock = (packages: object) => {
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...LOCKFILE, packages }));
    git('add', '-A');
    git('commit', '-qm', 'a lockfile');
  };
  return { folder, git, lock };
}

const LICENCES = {
  allowed: ['MIT', 'ISC'],
  exceptions: [{ package: 'd', licence: 'SEE LICENSE IN d.txt', reason: 'read', reviewer: 'me' }],
};

async function write(folder: string, licences: object = LICENCES) {
  const file = join(mkdtempSync(join(tmpdir(), 'licences-')), 'licences.json');
  writeFileSync(file, JSON.stringify(licences));
  onTestFinished(() => rmSync(join(file, '..'), { recursive: true }));
  const run = suiteRunForTest<SbomOptions>({
    options: { subjects: ['source'], licences: file },
    environment: { ...environmentForTest(), source: folder },
    suite: { name: 'security/example' },
  });
  onTestFinished(() => run.close());
  const { target: _, tenant: __, ...rest } = run;
  const error = await engine.run(rest).then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  const { checks, findings, attachments, events } = run.recorder;
  return {
    error,
    findings,
    attachments,
    events,
    outcomes: checks.map(({ id, outcome }) => `${id}: ${outcome}`),
  };
}

test('both documents of a lockfile are kept, with what has changed since the last tag', async () => {
  const { folder, git, lock } = checkout();
  lock({ ...LOCKFILE.packages, 'node_modules/gone': { version: '1.0.0', license: 'MIT' } });
  git('tag', 'v1');
  lock(LOCKFILE.packages);
  const { error, outcomes, attachments, events } = await write(folder);
  expect(error).toBeUndefined();
  expect(outcomes).toHaveLength(6);
  expect(outcomes.filter((one) => !one.endsWith('passed'))).toEqual([]);
  expect(attachments.map(({ name }) => name)).toEqual([
    'source/cyclonedx.json',
    'source/spdx.json',
    'source/changes.json',
    'sbom.sarif',
  ]);
  const changes = attachments.find(({ name }) => name === 'source/changes.json')?.content.toString();
  expect(JSON.parse(changes ?? '')).toEqual({ since: 'v1', added: [], removed: ['gone@1.0.0'] });
  expect(events.map(({ detail }) => [detail['lookedAt'], detail['thereWas']])).toEqual([
    [6, 6],
    [6, 6],
  ]);
});

test('a licence that nobody allowed fails, and so does an exception of nothing', async () => {
  const { folder, lock } = checkout();
  lock(LOCKFILE.packages);
  const exception = { package: 'nowhere', reason: 'x', reviewer: 'me' };
  const { outcomes, findings } = await write(folder, { allowed: ['MIT', 'ISC'], exceptions: [exception] });
  expect(outcomes.filter((one) => one.endsWith('failed'))).toEqual([
    'source: package-lock.json: every licence is allowed: failed',
    'every exception of the licences is of a package that is there: failed',
  ]);
  expect(findings.map(({ title }) => title)).toEqual(['d 4.0.0 is under SEE LICENSE IN d.txt.']);
});

test('without a lockfile, with a broken one or with one of another program nothing is told', async () => {
  const { folder } = checkout();
  expect((await write(folder)).error?.message).toMatch(/holds no package-lock\.json/);
  writeFileSync(join(folder, 'package-lock.json'), '{');
  expect((await write(folder)).error?.message).toMatch(/no lockfile of npm 7/);
  writeFileSync(join(folder, 'pnpm-lock.yaml'), '');
  expect((await write(folder)).error?.message).toMatch(/pnpm-lock\.yaml cannot be read/);
});

test('the package.json files of a checkout are compared with its lockfile', async () => {
  const { folder, lock } = checkout();
  lock(LOCKFILE.packages);
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ ...LOCKFILE.packages[''], devDependencies: {} }),
  );
  mkdirSync(join(folder, 'apps/web'), { recursive: true });
  writeFileSync(join(folder, 'apps/web/package.json'), JSON.stringify(LOCKFILE.packages['apps/web']));
  const run = suiteRunForTest<LockfileOptions>({
    options: { subjects: ['source'], node: '24.21.0' },
    environment: { ...environmentForTest(), source: folder },
    suite: { name: 'security/example' },
  });
  onTestFinished(() => run.close());
  const { target: _, tenant: __, ...rest } = run;
  await lockfileEngine.run(rest);
  expect(run.recorder.checks.map(({ outcome }) => outcome)).toEqual(['failed', 'passed', 'passed', 'passed']);
  expect(run.recorder.findings.map(({ title }) => title)).toEqual([
    'shop 1.2.3 package.json wants d not at all, and the lockfile is of 4.0.0',
  ]);
});
