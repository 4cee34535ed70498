import { expect, test } from 'vitest';
import { whyNoWindow } from './record.ts';
import { specOf } from './recorded-spec.ts';

const RECORDED = `import { test, expect } from '@playwright/test';

test('test', async ({ page }) => {
  await page.goto('http://127.0.0.1:3000/');
  await page.goto("http://127.0.0.1:3000/items?a=1");
  await page.goto('http://127.0.0.1:3000');
  await page.goto('http://127.0.0.1:30001/other');
  await page.getByLabel('Password').fill('hunter2hunter2');
});
`;

test('addresses of the product become paths, those of others stay', () => {
  const { text } = specOf(RECORDED, 'http://127.0.0.1:3000');
  expect(text.match(/goto\(.*\)/g)).toEqual([
    "goto('/')",
    'goto("/items?a=1")',
    "goto('/')",
    "goto('http://127.0.0.1:30001/other')",
  ]);
});

test('says that nothing is asserted, and that what was typed stands in it, without saying it', () => {
  const { warnings } = specOf(RECORDED, 'http://127.0.0.1:3000');
  expect(warnings.join('\n')).toMatch(/it asserts nothing[^]*what was typed stands in it, 1 times/);
  expect(warnings.join('\n')).not.toContain('hunter2');
  const asserting = RECORDED.replace(
    / {2}await page\.getByLabel.*/,
    "  await expect(page).toHaveTitle('Shop');",
  );
  expect(specOf(asserting, 'http://127.0.0.1:3000').warnings).toEqual([]);
});

test('a window needs a screen', () => {
  expect(whyNoWindow('linux', {})).toMatchObject({ fix: expect.stringContaining('ssh -X') as string });
  expect(whyNoWindow('linux', { DISPLAY: ':0' })).toBeUndefined();
  expect(whyNoWindow('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBeUndefined();
  expect(whyNoWindow('darwin', {})).toBeUndefined();
});
