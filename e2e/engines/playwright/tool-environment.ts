import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { ToolFinder } from '../../../kernel/tool.ts';
import { browsersPath } from './browsers.ts';
import chromium from './chromium.tool.ts';
import type { PlaywrightCli } from './cli.ts';
import ffmpeg from './ffmpeg.tool.ts';
import type { PlaywrightOptions } from './options.ts';
import { reporterFor } from './reporter-for.ts';
import { translationsOf } from './translations.ts';

/**
 * What Playwright is told through its environment beside what every test runner is: a browser, our reporter beside its own ones,
 * and where reports go.
 * Throws an InfraError when there is no browser.
 */
export async function environmentOf(
  { work, tools }: SuiteRun<PlaywrightOptions>,
  cli: PlaywrightCli,
): Promise<Record<string, string>> {
  return {
    HARNESS_PLAYWRIGHT: cli.folder,
    HARNESS_ALLURE_RESULTS: join(work, 'allure-results'),
    // Added to the reporters of the configuration, where --reporter would replace them.
    PW_TEST_REPORTER: await reporterFor(cli, work),
    PLAYWRIGHT_HTML_OUTPUT_DIR: join(work, 'playwright-report'),
    PLAYWRIGHT_HTML_OPEN: 'never',
    PLAYWRIGHT_BROWSERS_PATH: await browsersFor(tools, cli),
    FORCE_COLOR: '0',
    ...translationsOf(cli),
  };
}

async function browsersFor(tools: ToolFinder, cli: PlaywrightCli): Promise<string> {
  const [browser, video] = await Promise.all([tools.find(chromium), tools.find(ffmpeg)]);
  if ('missing' in browser) throw new InfraError(browser.missing);
  const request = { chromium: browser, playwright: cli.folder };
  return browsersPath('missing' in video ? request : { ...request, ffmpeg: video });
}
