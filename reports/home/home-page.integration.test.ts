import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { renderDocument } from '../drawing/document.ts';
import { launchBrowser, objectionsOn, openIn, type Browser } from '../testing/browser-pages.ts';
import { HOME_NOW, sampleCompared, sampleHome, samplePeriod } from '../testing/sample-home.ts';
import { comparePage } from './compare-page.ts';
import { homePage } from './home-page.ts';
import { periodPage } from './period-page.ts';

let browser: Browser;
let folder: string;
const files = { home: 'index.html', compared: '', period: 'periods/2026-W48.html' };

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'home-'));
  const home = sampleHome();
  const compared = sampleCompared();
  files.compared = [...home.pages.values()][0] ?? '';
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  await write(files.home, await renderDocument(homePage(home)));
  await write(
    files.compared,
    await renderDocument(comparePage({ compared, warnings: ['one is doubted'], now: HOME_NOW })),
  );
  await write(files.period, await renderDocument(periodPage(samplePeriod())));
  for (const { id, reported } of home.rows) if (reported) await write(`${id}/index.html`, 'a report');
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

it.each([
  { name: 'home', scheme: 'dark', width: 1280 },
  { name: 'home', scheme: 'light', width: 390 },
  { name: 'compared', scheme: 'light', width: 1280 },
  { name: 'period', scheme: 'light', width: 390 },
] as const)('axe objects to nothing: $name, $scheme, $width px', async ({ name, scheme, width }) => {
  const { page } = await openIn(browser, folder, { path: files[name], scheme, width });
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  expect(await objectionsOn(page)).toEqual([]);
  await page.context().close();
});

it.each(['home', 'compared', 'period'] as const)(
  'opens from disk, asks nothing of anyone, is never wider than the screen, and links what is there: %s',
  async (name) => {
    const { page, asked, complaints } = await openIn(browser, folder, { path: files[name] });
    for (const width of [320, 390, 768, 1010, 1280, 1900]) {
      await page.setViewportSize({ width, height: 900 });
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth),
        `${width} px`,
      ).toBeLessThanOrEqual(width);
    }
    const links = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].map(
        (link) => link.href.split('#')[0] ?? '',
      ),
    );
    expect(links.length).toBeGreaterThan(5);
    expect([...new Set(links)].filter((link) => !existsSync(new URL(link)))).toEqual([]);
    const anchors = await page.evaluate(() =>
      [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href')?.slice(1) ?? ''),
    );
    expect(
      await page.evaluate((ids) => ids.filter((id) => document.getElementById(id) === null), anchors),
    ).toEqual([]);
    expect(asked.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);
