import { randomUUID } from 'node:crypto';
import { type Locator, type Page, expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { navigation } from '../shared/navigation.ts';
import { signIn } from '../shared/sign-in.ts';

const { accounts } = binding();
const PRESSES_MAX = 150;

/** Presses Tab until that element has the focus, and sees that it shows it. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  await expect(element).toBeVisible();
  for (let presses = 0; presses < PRESSES_MAX; presses += 1) {
    if (await element.evaluate((node) => node === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(element, `has the focus after at most ${PRESSES_MAX} presses of Tab`).toBeFocused();
  const outline = await element.evaluate((node) => getComputedStyle(node).outlineStyle);
  expect(outline, 'outline of what has the focus').not.toBe('none');
}

test(
  'a workflow is created and run, and its alert acknowledged, with the keyboard alone',
  { tag: '@FUN-10/keyboard-main-flow' },
  async ({ page }) => {
    await signIn(page, accounts.user);
    const name = `Keys ${randomUUID().slice(0, 8)}`;
    await tabTo(page, navigation(page).getByRole('link', { name: 'Workflows' }));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/workflows');
    await tabTo(page, page.getByRole('textbox', { name: 'Name' }));
    await page.keyboard.type(name);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('textbox', { name: 'Steps' })).toBeFocused();
    await page.keyboard.type('fail');
    await page.keyboard.press('Enter');
    // On its own page: in the list it stands where others may push it off.
    await tabTo(page, page.getByRole('link', { name }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Run', exact: true }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('table', { name: 'Runs' })).toContainText('failed');
    await tabTo(page, navigation(page).getByRole('link', { name: 'Alerts' }));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/alerts');
    const title = `Workflow "${name}" failed`;
    const alert = page.getByRole('list', { name: 'Alerts' }).getByRole('listitem').filter({ hasText: title });
    await tabTo(page, alert.getByRole('button', { name: `Acknowledge ${title}` }));
    await page.keyboard.press('Enter');
    await expect(alert).toContainText(`acknowledged by ${accounts.user.username}`);
  },
);
