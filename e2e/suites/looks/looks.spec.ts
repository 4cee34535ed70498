import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { apiAs, newWorkflow, runToEnd } from '../shared/api.ts';
import { placesOf } from '../shared/navigation.ts';
import { enter } from '../shared/sign-in.ts';
import { differences, type Looks, looksOf, together } from './looks.ts';

const { accounts, webUrl } = binding();
const STORED = JSON.parse(readFileSync(join(import.meta.dirname, 'looks.json'), 'utf8')) as Readonly<
  Record<string, Looks>
>;
const SCHEMES = ['light', 'dark'] as const;
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } } as const;
/** Of what is stored, so much is seen each time: what depends on something rare may be missing. */
const SEEN_LEAST = 0.9;
const OTHERWISE =
  'what looks otherwise than looks.json says; where it is meant, what this test has attached goes into that';

// One after another: all of them look at what the first ones have made.
test.describe.configure({ mode: 'default' });

/** Pages of an admin who has one of each thing, with a mistake in one of them, and those for nobody. */
let paths: readonly string[];
test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ baseURL: webUrl });
  const page = await context.newPage();
  const api = await apiAs(context.request, accounts.admin);
  const [failing, good] = [await newWorkflow(api, ['one', 'fail']), await newWorkflow(api, ['one'])];
  for (const { id } of [failing, good, good]) await runToEnd(api, id);
  await enter(page, accounts.admin);
  await page.goto('/uploads');
  await page
    .getByLabel('File')
    .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
  await page.getByRole('button', { name: 'Upload' }).click();
  await expect(page.getByRole('link', { name: 'a.txt' }).first()).toBeVisible();
  await page.goto('/dashboard');
  const places = (await placesOf(page)).map(({ path }) => path);
  const further = [
    '/search?q=key',
    '/search?q=nothingisfound',
    '/search?q=',
    '/nowhere',
    '/workflows?cursor=none',
  ];
  paths = [...places, `/workflows/${good.id}`, `/workflows/${failing.id}`, ...further];
  await context.close();
});

/** A card is well or not by what was measured just now: what it would look like otherwise is shown beside it. */
const showEveryStatus = (page: Page) =>
  page.evaluate(() => {
    const [status] = document.querySelectorAll('.card .status');
    for (const state of ['ok', 'warn', 'error']) {
      const other = status?.cloneNode(true) as Element | undefined;
      if (other !== undefined) other.className = `status ${state}`;
      if (other !== undefined) status?.after(other);
    }
  });

async function looksOfAll(page: Page): Promise<Looks> {
  const all: Looks[] = [];
  const look = async (path: string) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await showEveryStatus(page);
    all.push(await looksOf(page));
  };
  await look('/login');
  await look('/login?from=/alerts');
  await enter(page, accounts.admin);
  for (const path of paths) await look(path);
  return together(all);
}

for (const [size, viewport] of Object.entries(SIZES))
  for (const scheme of SCHEMES)
    test(`every page looks as it is stored, ${scheme}, ${size}`, async ({ page }, info) => {
      test.slow();
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      const seen = await looksOfAll(page);
      await info.attach(`${scheme}-${size}.json`, {
        body: JSON.stringify(seen),
        contentType: 'application/json',
      });
      const stored = STORED[`${scheme}-${size}`] ?? {};
      expect(differences(stored, seen), OTHERWISE).toEqual([]);
      const kinds = Object.keys(stored);
      const missing = kinds.filter((kind) => !(kind in seen));
      expect(missing.length, `kinds that nobody sees any more: ${missing.join(', ')}`).toBeLessThanOrEqual(
        (1 - SEEN_LEAST) * kinds.length,
      );
    });

/** As if the product's own styles said it too. */
const say = (page: Page, css: string) =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, css);

test('another colour, border or size is seen', async ({ page }) => {
  await enter(page, accounts.admin);
  await page.goto('/alerts');
  const before = await looksOf(page);
  for (const css of [
    'button { color: #123456 !important }',
    '.panel { border-top-width: 7px !important }',
    'h1 { font-size: 5px !important }',
  ]) {
    await say(page, css);
    expect(differences(before, await looksOf(page)), css).not.toEqual([]);
    await page.reload();
  }
});
