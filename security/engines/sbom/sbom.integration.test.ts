import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LOCKFILE } from '../../source/testing/lockfile.ts';
import { folderForTest, scanned } from '../../source/testing/scanned.ts';
import type { SbomOptions } from './options.ts';
import engine from './sbom.engine.ts';

function checkout() {
  const made = folderForTest();
  made.git('init', '-q');
  const lock = (packages: object, more: object = {}) => {
    made.write('package-lock.json', { ...LOCKFILE, packages, ...more });
    made.git('add', '-A');
    made.git('commit', '-qm', 'a lockfile');
  };
  return { ...made, lock };
}

const LICENCES = {
  allowed: ['MIT', 'ISC'],
  exceptions: [{ package: 'd', licence: 'SEE LICENSE IN d.txt', reason: 'read', reviewer: 'me' }],
};

function write(folder: string, licences: object = LICENCES) {
  const list = join(folderForTest({ 'licences.json': licences }).folder, 'licences.json');
  return scanned<SbomOptions>(folder, (run) => engine.run(run), { subjects: ['source'], licences: list });
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

test('two exceptions of one package are two', async () => {
  const { folder, lock } = checkout();
  lock(LOCKFILE.packages);
  const [exception] = LICENCES.exceptions;
  const { outcomes } = await write(folder, {
    ...LICENCES,
    exceptions: [exception, { ...exception, licence: 'GPL-3.0-only' }],
  });
  expect(outcomes.filter((one) => one.endsWith('failed'))).toEqual([
    'every exception of the licences is of a package that is there: failed',
  ]);
});

test('an earlier lockfile that nobody can read any more is none, and says so', async () => {
  const { folder, lock, git } = checkout();
  lock(LOCKFILE.packages, { lockfileVersion: 1 });
  git('tag', 'v1');
  lock(LOCKFILE.packages);
  const { error, events } = await write(folder);
  expect(error).toBeUndefined();
  expect(events).toContainEqual({
    name: 'loss',
    detail: { what: expect.stringContaining('no earlier lockfile that can be read') as string },
  });
});

test('without a lockfile, with a broken one or with one of another program nothing is told', async () => {
  const { folder, write: file } = checkout();
  expect((await write(folder)).error?.message).toMatch(/holds no package-lock\.json/);
  file('package-lock.json', '{');
  expect((await write(folder)).error?.message).toMatch(/no lockfile of npm 7/);
  file('pnpm-lock.yaml', '');
  expect((await write(folder)).error?.message).toMatch(/pnpm-lock\.yaml cannot be read/);
});
