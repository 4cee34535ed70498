// See the configuration.
import { expect, test } from '@playwright/test';

test('is a shop', async ({ request }) => {
  expect(await (await request.get('/')).text()).toBe('shop');
});
