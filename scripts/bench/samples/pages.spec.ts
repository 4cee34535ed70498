import { expect, test } from '@playwright/test';

for (let visit = 1; visit <= 10; visit++) {
  test(`visit ${visit} shows the heading`, async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Bench' })).toBeVisible();
  });
}
