import { type Page, expect } from '@playwright/test';
import type { Account } from '../../../fixtures/bindings/target.ts';

/** Opens the login page, fills in its form and sends it. */
export async function fillLogin(page: Page, account: Account): Promise<void> {
  await page.goto('/login');
  await fillIn(page, account);
}

/** The same, where the login page is open already. */
export async function fillIn(page: Page, { username, password }: Account): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in, and waits until the dashboard shows. */
export async function signIn(page: Page, account: Account): Promise<void> {
  await fillLogin(page, account);
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
}

/** Signs in without the form, where that is not the point: the page stays as it is, and its session is somebody's from now on. */
export async function enter(page: Page, { username, password }: Account): Promise<void> {
  const form = { email: username, password };
  const answer = await page.request.post('/login', { form, maxRedirects: 0 });
  expect(answer.status(), `POST /login as ${username}`).toBe(303);
}
