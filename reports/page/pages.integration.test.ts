import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildReports } from '../build.ts';
import { browser, folderOf, objectionsTo, open, root, withPages } from '../testing/browser-pages.ts';
import { SAMPLES, sampleRun, type Sample } from '../testing/sample-run.ts';

withPages();

describe('index.html in a browser', () => {
  // Every sample in both schemes: pages.long.test.ts.
  it.each([
    { sample: 'waived', scheme: 'dark', width: 1280 },
    { sample: 'load', scheme: 'light', width: 390 },
  ] as const)(
    'has nothing that axe objects to: $sample, $scheme, $width px',
    async ({ sample, scheme, width }) => {
      expect(await objectionsTo(sample, { scheme, width })).toEqual([]);
    },
  );

  it.each([...SAMPLES, 'load'])(
    'opens from disk, asks nothing of anyone, complains about nothing, and is never wider than the screen: %s',
    async (sample) => {
      const { page, asked, complaints } = await open(folderOf(sample));
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await page.waitForLoadState('networkidle');
      for (const width of [320, 390, 768, 1080, 1280, 1900]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
      expect(asked.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('links only files that are there', async () => {
    const { page } = await open(folderOf('fail'));
    const links = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].map((link) => link.href.split('#')[0]),
    );
    const files = [...new Set(links)].filter((link) => link?.startsWith('file:'));
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => !existsSync(new URL(file ?? '')))).toEqual([]);
    await page.context().close();
  });

  it('shows times in the zone of its reader, with UTC on hover', async () => {
    const context = await browser.newContext({ timezoneId: 'Asia/Tokyo', locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(folderOf('pass'), 'index.html')).href);
    const time = page.locator('.facts time').first();
    expect(await time.textContent()).toBe('21 Nov 2026, 12:12');
    expect(await time.getAttribute('title')).toBe('21 Nov 2026, 03:12 UTC');
    await context.close();
  });

  it('opens the fold that a link points into', async () => {
    const { page } = await open(folderOf('pass'), { path: 'index.html' });
    const requirement = page.locator('#CON-05');
    expect(await requirement.isVisible()).toBe(false);
    await page.evaluate(() => (location.hash = 'CON-05'));
    await requirement.waitFor({ state: 'visible' });
    await page.context().close();
  });

  it('draws every plot of a load on one time axis, and no text of a plot over another', async () => {
    const { page } = await open(folderOf('load'), { width: 360 });
    const overlaps = await page.evaluate(() =>
      [...document.querySelectorAll('.plot svg')].flatMap((svg) => {
        const boxes = [...svg.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
        return boxes.filter((a, at) =>
          boxes.some(
            (b, other) =>
              other > at &&
              a.left < b.right &&
              b.left < a.right &&
              a.top < b.bottom - 1 &&
              b.top < a.bottom - 1,
          ),
        );
      }),
    );
    expect(overlaps).toEqual([]);
    const ends = await page.evaluate(() =>
      [...document.querySelectorAll('article.suite')].map((suite) => [
        ...new Set([...suite.querySelectorAll('.plot svg')].map((svg) => svg.lastElementChild?.textContent)),
      ]),
    );
    expect(ends).toEqual([['3 min'], ['2 min 30 s'], ['24 h 00 min'], ['3 min 20 s']]);
    await page.context().close();
  });

  it('works without a script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(folderOf('fail'), 'index.html')).href);
    expect(await page.locator('h1').textContent()).toBe('Fail');
    expect(await page.locator('.facts time').first().textContent()).toBe('21 Nov 2026, 03:12 UTC');
    await context.close();
  });

  it('prints every requirement, on few pages', async () => {
    const { page } = await open(folderOf('fail'));
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(2);
    expect(pages).toBeLessThanOrEqual(12);
    await page.context().close();
  });
});

describe('junit.xml', () => {
  it('is well-formed for a strict parser', async () => {
    const { page } = await open(folderOf('pass'));
    for (const sample of SAMPLES) {
      const xml = await readFile(join(folderOf(sample), 'junit.xml'), 'utf8');
      const names = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'application/xml');
        return [...parsed.querySelectorAll('parsererror, testsuites')].map((node) => node.tagName);
      }, xml);
      expect(names).toEqual(['testsuites']);
    }
    await page.context().close();
  });
});

describe('the Allure report', () => {
  it('opens from disk, asks nothing of anyone, and shows every check', async () => {
    const { page, asked, complaints } = await open(folderOf('fail'), { path: 'allure/index.html' });
    await page.getByText('a file over 25 MB is refused').first().click();
    await page.getByText('expect(locator).toHaveText(expected) failed').first().waitFor();
    expect(asked.filter((url) => !/^(file|data|blob|about):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
    // Allure numbers results that it holds for equal as it likes; how many there are is ours to say.
    expect(await page.evaluate(() => document.body.innerText)).toMatch(/\b\d+\/47\b/);
    await page.context().close();
  });

  it('keeps the history of the runs before it, and is the same when it is built again', async () => {
    const lines = async (sample: Sample) =>
      (await readFile(join(folderOf(sample), 'allure', 'history.jsonl'), 'utf8')).trim().split('\n').length;
    const first = await lines('waived');
    expect(first).toBeGreaterThan(1);
    const evidenceFolder = join(root, 'evidence', 'runs', 'waived');
    const input = sampleRun('waived');
    await buildReports({ input, folder: folderOf('waived'), evidenceFolder, only: ['allure'] });
    expect(await lines('waived')).toBe(first);
  });
});
