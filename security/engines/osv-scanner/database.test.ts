import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect, onTestFinished, test } from 'vitest';
import { ZipFile } from 'yazl';
import { openDatabase, whyNoDatabase } from './database.ts';

const NOW = new Date('2026-11-30T12:00:00Z');

async function database(...modified: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'osv-database-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'osv-scalibr/npm'), { recursive: true });
  const zip = new ZipFile();
  modified.forEach((at, index) =>
    zip.addBuffer(Buffer.from(JSON.stringify({ id: `A-${index}`, modified: at })), `A-${index}.json`),
  );
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(join(folder, 'osv-scalibr/npm/all.zip')));
  return folder;
}

function options(folder: string, minAdvisories = 1) {
  const file = join(folder, 'name');
  writeFileSync(file, folder);
  return { subjects: ['source' as const], database: { file }, maxAgeDays: 7, minAdvisories };
}

test('a database is as old as its newest advisory', async () => {
  const folder = await database('2020-01-01T00:00:00Z', '2026-11-29T12:00:00Z');
  expect(await openDatabase(options(folder), NOW)).toMatchObject({ advisories: 2, ageDays: 1, folder });
});

test('one that is too old, too small, empty or broken tells nothing, and says what to do', async () => {
  const old = await database('2026-11-20T00:00:00Z');
  await expect(openDatabase(options(old), NOW)).rejects.toThrow(
    /10\.5 days, and 7 are allowed.*Fix: download/s,
  );
  const pretending = await database('2026-11-20T00:00:00Z', '2099-01-01T00:00:00Z');
  await expect(openDatabase(options(pretending), NOW)).rejects.toThrow(/10\.5 days/);
  const part = await database('2026-11-29T12:00:00Z');
  await expect(openDatabase(options(part, 2), NOW)).rejects.toThrow(/1 advisories.*no whole database/);
  await expect(openDatabase(options(await database()), NOW)).rejects.toThrow(/0 advisories/);
  writeFileSync(join(part, 'osv-scalibr/npm/all.zip'), 'not a zip');
  await expect(openDatabase(options(part), NOW)).rejects.toThrow(/cannot be read.*Fix: download/s);
});

test('where none is named, or it is not there, the reason is told before anything starts', () => {
  const variable = { variable: 'NO_SUCH_DATABASE' };
  expect(whyNoDatabase({ database: variable })?.what).toBe(
    'no advisory source answers: NO_SUCH_DATABASE is not set, and offline there is no other.',
  );
  const folder = mkdtempSync(join(tmpdir(), 'osv-database-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(whyNoDatabase(options(folder))?.what).toMatch(/all\.zip is not there/);
});
