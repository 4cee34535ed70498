import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDetectionReport } from './detection-page.ts';
import type { Detection } from './detection.ts';
import { writeMutationReport } from './mutants/mutation-page.ts';
import { objectionsOn } from '../testing/browser-pages.ts';
import { loadCatalogue } from '../testing/catalogue.ts';
import { sampleMutation } from '../testing/sample-mutation.ts';
import { badDetection, sampleCell, sampleDefect, sampleDetection } from '../testing/sample-detection.ts';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

let browser: Browser;
let root: string;

beforeAll(async () => {
  const executablePath = existsSync(DEBIAN_CHROMIUM) ? DEBIAN_CHROMIUM : undefined;
  browser = await chromium.launch({ ...(executablePath && { executablePath }) });
  root = await mkdtemp(join(tmpdir(), 'detections-'));
  for (const detection of [sampleDetection({ id: 'good' }), { ...badDetection(), id: 'bad' }, many()])
    await writeDetectionReport({ detection, folder: join(root, detection.id), catalogue: loadCatalogue() });
  await writeMutationReport({
    mutation: sampleMutation(),
    folder: join(root, 'mutants'),
    catalogue: loadCatalogue(),
  });
});
afterAll(async () => {
  await browser.close();
  await rm(root, { recursive: true });
});

/** As many defects and suites as a real catalogue has. */
function many(): Detection {
  const areas = ['functional', 'contract', 'security'];
  const defects = Array.from({ length: 90 }, (_, index) => {
    const cells = [
      sampleCell('caught', `contract/suite-${index % 24}`),
      sampleCell('missed', 'e2e/notifications'),
    ];
    return sampleDefect(`defect-number-${index}-with-a-name`, cells, {
      area: areas[Math.floor(index / 30)] ?? '',
    });
  });
  return sampleDetection({ id: 'many', defects });
}

async function open(
  id: string,
  width: number,
  colorScheme: 'light' | 'dark',
): Promise<{ page: Page; asked: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('pageerror', () => asked.push('pageerror'));
  page.on('requestfailed', () => asked.push('requestfailed'));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(join(root, id, 'index.html')).href);
  return { page, asked };
}

describe('the page of a detection in a browser', () => {
  it.each([
    ['good', 1280, 'light'],
    ['bad', 390, 'dark'],
    ['mutants', 390, 'dark'],
  ] as const)('has nothing that axe objects to: %s, %i px, %s', async (id, width, scheme) => {
    const { page } = await open(id, width, scheme);
    expect(await objectionsOn(page)).toEqual([]);
    await page.context().close();
  });

  it.each(['good', 'bad', 'many', 'mutants'])(
    'is never wider than the screen, and asks nothing of anyone: %s',
    async (id) => {
      const { page, asked } = await open(id, 1280, 'light');
      for (const width of [320, 390, 768, 1280, 1900]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
      expect(asked).toEqual([page.url()]);
      await page.context().close();
    },
  );
});
