import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withoutAnalytics } from './allure-generate.ts';
import { takeOver } from './allure-playwright.ts';
import { resultOf } from './allure-results.ts';
import { caseGroups, type CaseGroup } from '../model/cases.ts';
import { buildModel } from '../model/model.ts';
import { sampleRun, type Sample } from '../testing/sample-run.ts';

function groupOf(sample: Sample, name: string): CaseGroup {
  const found = caseGroups(buildModel(sampleRun(sample))).find((group) => group.name === name);
  if (found === undefined) throw new Error(`no group ${name}`);
  return found;
}

function resultsOf(sample: Sample, name: string) {
  const group = groupOf(sample, name);
  const model = buildModel(sampleRun(sample));
  return group.cases.map((one) => resultOf(one, group, model, (path) => `evidence/${path}`));
}

describe('results for Allure', () => {
  it('stand in the tree by kind, suite and file, and name owner and requirements', () => {
    const [first] = resultsOf('fail', 'e2e/login');
    expect(first).toMatchObject({
      name: 'a user signs in and sees the dashboard @FUN-01/user › chromium',
      status: 'passed',
      labels: [
        { name: 'parentSuite', value: 'e2e' },
        { name: 'suite', value: 'e2e/login' },
        { name: 'subSuite', value: 'login.spec.ts' },
        { name: 'owner', value: 'Web team' },
        { name: 'framework', value: 'playwright' },
        { name: 'tag', value: 'FUN-01/user' },
      ],
    });
  });

  it.each([
    ['fail', 'e2e/uploads', ['passed', 'passed', 'failed', 'passed', 'skipped']],
    ['waived', 'e2e/uploads', ['passed', 'passed', 'skipped', 'passed', 'skipped']],
    ['unknown', 'load/smoke', ['broken', 'broken']],
    ['fail', 'gate', Array.from({ length: 7 }, () => 'broken')],
  ] as const)('%s %s: %j', (sample, name, statuses) =>
    expect(resultsOf(sample, name).map((result) => result.status)).toEqual(statuses),
  );

  it('have whole milliseconds, for Allure shows nothing else', () => {
    const group = groupOf('pass', 'e2e/login');
    const [first] = group.cases;
    if (first === undefined) throw new Error('no case');
    const model = buildModel(sampleRun('pass'));
    const { start = 0, stop = 0 } = resultOf({ ...first, durationMs: 12.345 }, group, model, (path) => path);
    expect([Number.isInteger(start), stop - start]).toEqual([true, 12]);
  });

  it('keep their history id from run to run, and differ within a run', () => {
    const ids = resultsOf('fail', 'e2e/uploads').map((result) => result.historyId);
    expect(resultsOf('waived', 'e2e/uploads').map((result) => result.historyId)).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('link the evidence of the check', () => {
    const failed = resultsOf('fail', 'e2e/uploads').find(
      (result) => result.statusDetails.trace !== undefined,
    );
    expect(failed?.descriptionHtml).toMatch(
      /<a href="evidence\/e2e\/e2e\/uploads\/tests\/[^"]+screenshot\.png">/,
    );
    expect(failed?.statusDetails.message).toBe('Error: expect(locator).toHaveText(expected) failed');
  });
});

describe('results that allure-playwright wrote', () => {
  let root: string;
  let from: string;
  let into: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'allure-'));
    [from, into] = [join(root, 'from'), join(root, 'into')];
    await mkdir(from);
    await mkdir(into);
  });
  afterEach(() => rm(root, { recursive: true }));

  async function write(amount: number): Promise<void> {
    for (let place = 0; place < amount; place++) {
      const labels = [
        { name: 'suite', value: 'login.spec.ts' },
        { name: 'tag', value: 'FUN-01/user' },
      ];
      const result = {
        uuid: `u${place}`,
        historyId: `h${place}`,
        name: 'a\u001b[2J\u202e',
        start: 1000.4,
        stop: 2000.6,
        labels,
        attachments: [],
        steps: [{ name: 'b\u0000', start: 1000.5, stop: 1001.5 }],
      };
      await writeFile(join(from, `u${place}-result.json`), JSON.stringify(result));
    }
    await writeFile(join(from, 'x-attachment.png'), 'png');
  }

  it('are taken over with their attachments, placed as all others are', async () => {
    const group = groupOf('pass', 'e2e/login');
    await write(5);
    expect(await takeOver(from, into, group)).toBe(true);
    expect(await readdir(into)).toContain('x-attachment.png');
    const taken = JSON.parse(await readFile(join(into, 'u0-result.json'), 'utf8')) as { labels: object[] };
    expect(taken).toMatchObject({ name: String.raw`a\u001b[2J\u202e`, start: 1000, stop: 2001 });
    expect(taken).toMatchObject({ steps: [{ name: String.raw`b\u0000`, start: 1001, stop: 1002 }] });
    expect(taken.labels).toContainEqual({ name: 'suite', value: 'e2e/login' });
    expect(taken.labels).toContainEqual({ name: 'subSuite', value: 'login.spec.ts' });
    expect(taken.labels).toContainEqual({ name: 'tag', value: 'FUN-01/user' });
  });

  it.each([0, 4, 6])('are left alone when %d of them stand against 5 checks', async (amount) => {
    await write(amount);
    expect(await takeOver(from, into, groupOf('pass', 'e2e/login'))).toBe(false);
    expect(await readdir(into)).toEqual([]);
  });

  it('are left alone when one is torn', async () => {
    await write(5);
    await writeFile(join(from, 'u4-result.json'), '{"uuid":');
    expect(await takeOver(from, into, groupOf('pass', 'e2e/login'))).toBe(false);
  });

  it('may be absent', async () =>
    expect(await takeOver(join(root, 'nowhere'), into, groupOf('pass', 'e2e/login'))).toBe(false));
});

describe('the analytics script', () => {
  const page = (script: string) =>
    `<head>\n    <meta charset="utf-8">\n</head><body>${script}<p>kept</p></body>`;

  it('is taken out, and nothing from elsewhere may load', () => {
    const script = `<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>
    <script>gtag('config', 'G-1');</script>`;
    const clean = withoutAnalytics(page(script));
    expect(clean).not.toContain('gtag');
    expect(clean).toContain('<p>kept</p>');
    expect(clean).toContain('Content-Security-Policy');
  });

  it('that cannot be taken out is an error, never a report', () =>
    expect(() => withoutAnalytics(page('<script src="//googletagmanager.com/x"></script>'))).toThrow(
      'could not be taken out',
    ));
});
