import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect } from 'vitest';
import { buildReports } from '../build.ts';
import { loadSeries } from './load-samples.ts';
import { loadRun } from './load-run.ts';
import { SAMPLES, sampleRun, type Sample } from './sample-run.ts';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** One to look at, and one with a run before it. */
const WITH_ALLURE: ReadonlySet<Sample> = new Set(['fail', 'waived']);

export let browser: Browser;
export let root: string;

export type { Browser } from '@playwright/test';

export function launchBrowser(): Promise<Browser> {
  const executablePath = existsSync(DEBIAN_CHROMIUM) ? DEBIAN_CHROMIUM : undefined;
  return chromium.launch({ ...(executablePath && { executablePath }) });
}

/** The reports of every sample run on disk, and a browser, for the tests of a file. */
export function withPages(): void {
  beforeAll(async () => {
    browser = await launchBrowser();
    root = await mkdtemp(join(tmpdir(), 'reports-'));
    // In the order of their names: to Allure, that is the order of runs.
    for (const sample of SAMPLES.toSorted()) await build(sample);
    await buildLoad();
    await writeFile(join(root, 'reports', 'runs', 'index.html'), 'the page of all runs');
  });
  afterAll(async () => {
    await browser.close();
    await rm(root, { recursive: true });
  });
}

/** Builds a sample's reports, and every file of the evidence that they may link to. */
async function build(sample: Sample): Promise<void> {
  const input = sampleRun(sample);
  const evidenceFolder = join(root, 'evidence', 'runs', sample);
  const { model } = await buildReports({ input, folder: folderOf(sample), evidenceFolder, only: [] });
  for (const { folder, evidence } of model.suites) {
    const paths = ['journal.ndjson', ...(evidence?.artifacts ?? []).map((artifact) => artifact.path)];
    for (const path of paths) {
      const file = join(evidenceFolder, folder, path);
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(
        file,
        path === 'timeseries.json' ? JSON.stringify(loadSeries(sample === 'fail')) : PIXEL,
      );
    }
  }
  const only = ['index', 'junit', 'summary', ...(WITH_ALLURE.has(sample) ? ['allure'] : [])];
  const { failures } = await buildReports({ input, folder: folderOf(sample), evidenceFolder, only });
  expect(failures).toEqual([]);
}

/** Load suites with all that they may leave, and one that was killed. */
async function buildLoad(): Promise<void> {
  const { comparison, ...input } = loadRun();
  const [folder, evidenceFolder] = [folderOf('load'), join(root, 'evidence', 'runs', 'load')];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'comparison.json'), JSON.stringify(comparison));
  const { failures } = await buildReports({ input, folder, evidenceFolder, only: ['index'] });
  expect(failures).toEqual([]);
}

export function folderOf(sample: string): string {
  return join(root, 'reports', 'runs', sample);
}

interface View {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly path?: string;
}

interface Opened {
  readonly page: Page;
  readonly asked: string[];
  readonly complaints: string[];
}

export function open(folder: string, view: View = {}): Promise<Opened> {
  return openIn(browser, folder, view);
}

export async function openIn(
  within: Browser,
  folder: string,
  { width = 1280, scheme = 'light', path = 'index.html' }: View = {},
): Promise<Opened> {
  const context = await within.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  const [asked, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(pathToFileURL(join(folder, path)).href);
  return { page, asked, complaints };
}

/** What axe objects to on a sample's page, with every fold open. */
export async function objectionsTo(sample: string, view: View): Promise<readonly string[]> {
  const { page } = await open(folderOf(sample), view);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  const objections = await objectionsOn(page);
  await page.context().close();
  return objections;
}

/** What axe objects to on a page as it stands. */
export async function objectionsOn(page: Page): Promise<readonly string[]> {
  // Naming every node that is right takes axe most of its time.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}
