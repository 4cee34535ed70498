import { type Page, expect } from '@playwright/test';

export const navigation = (page: Page) => page.getByRole('navigation', { name: 'Main' });

/** Every page that the product offers to whoever is signed in, as its navigation says: a new one is among them by itself. */
export async function placesOf(page: Page): Promise<{ name: string; path: string }[]> {
  const links = navigation(page).getByRole('link');
  await expect(links.first()).toBeVisible();
  return links.evaluateAll((all) =>
    all.map((link) => ({
      name: link.textContent.trim(),
      path: new URL((link as HTMLAnchorElement).href).pathname,
    })),
  );
}
