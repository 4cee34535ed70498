import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildReports, discoverReports } from './build.ts';
import { sampleRun } from './testing/sample-run.ts';
import { loadRun } from './testing/load-run.ts';
import { loadSeries } from './testing/load-samples.ts';

const QUICK = ['index', 'junit', 'summary', 'history'];

let root: string;
let folder: string;
let evidenceFolder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'reports-'));
  folder = join(root, 'reports', 'runs', 'one');
  evidenceFolder = join(root, 'evidence', 'runs', 'one');
});
afterEach(() => rm(root, { recursive: true }));

async function series(text: string): Promise<void> {
  const peak = join(evidenceFolder, 'load', 'perf', 'peak');
  await mkdir(peak, { recursive: true });
  await writeFile(join(peak, 'timeseries.json'), text);
}

describe('building reports', () => {
  it('finds each by its suffix, the slow one last', async () => {
    const failures: string[] = [];
    const names = (await discoverReports(failures)).map((report) => report.name);
    expect(names.toSorted()).toEqual(['allure', 'ctrf', 'history', 'index', 'junit', 'summary', 'vex']);
    expect(names.at(-1)).toBe('allure');
    expect(failures).toEqual([]);
  });

  it('writes them all, with the load over time from the evidence', async () => {
    await series(JSON.stringify(loadSeries(true)));
    const { failures, model } = await buildReports({
      input: sampleRun('fail'),
      folder,
      evidenceFolder,
      only: QUICK,
    });
    expect(failures).toEqual([]);
    expect((await readdir(folder)).toSorted()).toEqual([
      'index.html',
      'junit.xml',
      'summary.json',
      'summary.md',
    ]);
    expect(model.suites.find((suite) => suite.name === 'load/peak')?.series).toHaveLength(120);
    expect(await readFile(join(folder, 'index.html'), 'utf8')).toContain('class="line p95"');
  });

  it('where their folder cannot be made there are none, and that is a warning', async () => {
    await writeFile(join(root, 'reports'), 'in the way');
    const request = { input: sampleRun('pass'), folder, evidenceFolder, only: QUICK };
    const { failures, model } = await buildReports({ ...request, whenReadable: () => expect.unreachable() });
    expect(failures.at(-1)).toMatch(
      /^no reports; once .*runs can be written to, \.\/harness report \S+: ENOTDIR/,
    );
    expect(model.verdict).toBe('pass');
  });

  it('tells when the quick ones stand, before a slow one begins', async () => {
    const building = buildReports({
      input: sampleRun('pass'),
      folder,
      evidenceFolder,
      only: [...QUICK, 'allure'],
      whenReadable: () => {
        throw new Error('the quick ones stand');
      },
    });
    await expect(building).rejects.toThrow('the quick ones stand');
    expect((await readdir(folder)).toSorted()).toEqual([
      'index.html',
      'junit.xml',
      'summary.json',
      'summary.md',
    ]);
  });

  it('goes on when one fails, and says which', async () => {
    await series('[]');
    await mkdir(join(folder, 'index.html'), { recursive: true });
    const { failures } = await buildReports({
      input: sampleRun('pass'),
      folder,
      evidenceFolder,
      only: QUICK,
    });
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(/^report index: EISDIR/);
    expect(await readdir(folder)).toContain('junit.xml');
  });

  it('shows the comparison that lies beside them, and says when it cannot be read', async () => {
    const { comparison, ...input } = loadRun();
    await mkdir(folder, { recursive: true });
    const built = async (text: string, compared?: false) => {
      await writeFile(join(folder, 'comparison.json'), text);
      const more = compared === undefined ? {} : { compared };
      const { failures } = await buildReports({ input, folder, evidenceFolder, only: ['index'], ...more });
      return { failures, page: await readFile(join(folder, 'index.html'), 'utf8') };
    };
    const good = await built(JSON.stringify(comparison));
    expect(good.failures).toEqual([]);
    expect(good.page).toContain('Against main at 9be41c7d02');
    expect((await built(JSON.stringify(comparison), false)).page).not.toContain('Against main at 9be41c7d02');
    const broken = await built('{"format": 9}');
    expect(broken.failures[0]).toMatch(/^comparison\.json cannot be read: /);
    expect(broken.page).not.toContain('Compared with the baseline');
  });

  it('says which file of the evidence cannot be read, and reports the rest', async () => {
    await series('[{"second": 0');
    const { failures } = await buildReports({
      input: sampleRun('pass'),
      folder,
      evidenceFolder,
      only: ['index'],
    });
    expect(failures[0]).toMatch(/^load\/peak: timeseries\.json cannot be read: /);
    expect(await readFile(join(folder, 'index.html'), 'utf8')).toContain('No measurement over time was kept');
  });
});
