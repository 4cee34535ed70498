import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { reachable } from '../../../fixtures/tools/installers/download.ts';
import { runProgram } from '../../../fixtures/tools/run-program.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { Recipe } from '../../../kernel/tool.ts';
import { buildsOf, coreOf } from './browser-builds.ts';

const HOST = 'https://cdn.playwright.dev';

/** Lets Playwright download its own Chromium, its headless shell and its ffmpeg. */
export function playwrightDownload(): Recipe {
  const builds = buildsOf(coreOf());
  return {
    title: `Playwright’s own browser, build ${builds.chromiumRevision}`,
    key: `playwright-${builds.chromiumRevision}`,
    unusable: () => reachable(process.env['PLAYWRIGHT_DOWNLOAD_HOST'] ?? HOST),
    async install(into, log, signal) {
      log('playwright install chromium (about 170 MB)');
      const args = [join(coreOf(), 'cli.js'), 'install', 'chromium'];
      await runProgram({
        command: process.execPath,
        args,
        env: { PLAYWRIGHT_BROWSERS_PATH: into },
        temporary: into,
        signal,
      });
      const program = builds.chromium.map((path) => join(into, path)).find((path) => existsSync(path));
      if (program === undefined)
        throw new InfraError('Playwright installed no Chromium where it was expected');
      return program;
    },
  };
}
