import { existsSync } from 'node:fs';
import { chromium, defineConfig } from '@playwright/test';
import { binding } from './fixtures/bindings/target.ts';

const allureResults = process.env['HARNESS_ALLURE_RESULTS'] ?? 'test-results/allure-results';

/** Playwright's own browser where it was downloaded (or the harness stands in for it), else the system's. */
function browser(): { executablePath?: string } {
  if (existsSync(chromium.executablePath())) return {};
  const programs = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`);
  const executablePath = process.env['HARNESS_CHROMIUM'] ?? programs.find((program) => existsSync(program));
  return executablePath === undefined ? {} : { executablePath };
}

/** For `npx playwright test` against `./harness target up`, and for the harness's own suites. */
export default defineConfig({
  testDir: 'e2e/suites',
  testMatch: '**/*.spec.ts',
  fullyParallel: true,
  // A forgotten `.only` would hide all other tests.
  forbidOnly: true,
  workers: 2,
  timeout: 30_000,
  reporter: [['list'], ['html', { open: 'never' }], ['allure-playwright', { resultsDir: allureResults }]],
  use: {
    baseURL: process.env['PLAYWRIGHT_TEST_BASE_URL'] ?? binding().webUrl,
    launchOptions: browser(),
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
});
