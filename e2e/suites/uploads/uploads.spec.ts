import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { signIn } from '../shared/sign-in.ts';

const { accounts } = binding();
const MEBIBYTE = 1024 * 1024;

test.beforeEach(async ({ page }) => {
  await signIn(page, accounts.user);
  await page.goto('/uploads');
  await expect(page.getByLabel('File'), 'the file field, by its label').toBeVisible();
});

test(
  'a file is sent, listed, and downloaded byte by byte the same',
  { tag: ['@FUN-02/pick', '@FUN-02/listed-in-browser', '@FUN-02/downloaded-in-browser'] },
  async ({ page }) => {
    const name = `numbers-${randomUUID().slice(0, 8)}.csv`;
    const content = Buffer.from(randomBytes(150_000).toString('hex'));
    const sha256 = createHash('sha256').update(content).digest('hex');
    await page.getByLabel('File').setInputFiles({ name, mimeType: 'text/csv', buffer: content });
    await page.getByRole('button', { name: 'Upload' }).click();
    const row = page.getByRole('table', { name: 'Uploads' }).getByRole('row').filter({ hasText: name });
    await expect(row).toContainText('text/csv');
    await expect(row).toContainText(sha256.slice(0, 12));
    const download = page.waitForEvent('download');
    await row.getByRole('link', { name }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(name);
    const received = await readFile(await file.path());
    expect(createHash('sha256').update(received).digest('hex'), `${received.length} bytes came back`).toBe(
      sha256,
    );
  },
);

test('a deleted file is gone', { tag: ['@FUN-02/pick', '@FUN-02/listed-in-browser'] }, async ({ page }) => {
  const name = `short-lived-${randomUUID().slice(0, 8)}.txt`;
  await page.getByLabel('File').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('bye') });
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('button', { name: `Delete ${name}` }).click();
  await expect(page).toHaveURL('/uploads');
  await expect(page.getByRole('link', { name })).toHaveCount(0);
});

test(
  'a file that is too large is refused with its limit',
  { tag: ['@FUN-02/size-limit-in-browser', '@FUN-09/413'] },
  async ({ page }) => {
    const buffer = Buffer.alloc(5 * MEBIBYTE + 1, 'x');
    await page.getByLabel('File').setInputFiles({ name: 'large.txt', mimeType: 'text/plain', buffer });
    await page.getByRole('button', { name: 'Upload' }).click();
    await expect(page.getByRole('alert')).toContainText('The file is too large: at most 5 MB.');
  },
);

test(
  'a type that is not taken is refused with those that are',
  { tag: ['@FUN-02/type-limit-in-browser', '@FUN-09/415'] },
  async ({ page }) => {
    const file = { name: 'run.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') };
    await page.getByLabel('File').setInputFiles(file);
    await page.getByRole('button', { name: 'Upload' }).click();
    await expect(page.getByRole('alert')).toContainText(
      'This type of file is not taken: choose a text, CSV, JSON, PDF or PNG file.',
    );
  },
);
