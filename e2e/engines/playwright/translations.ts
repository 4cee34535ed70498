import { accessSync, constants, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../../fixtures/tools/cache.ts';
import type { PlaywrightCli } from './cli.ts';

const OURS = dirname(createRequire(import.meta.filename).resolve('@playwright/test/package.json'));
const VARIABLES = ['PLAYWRIGHT_TRANSFORM_CACHE_DIR', 'PWTEST_CACHE_DIR'] as const;

/**
 * Where our Playwright keeps what Babel made of specs, by their content. By itself it would keep it below TMPDIR, which is gone
 * with the run, and each run would load Babel again. Another Playwright is not told: old ones may take a file for whole that
 * another run is still writing.
 */
export function translationsOf(
  { folder }: Pick<PlaywrightCli, 'folder'>,
  env: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, string>> {
  if (folder !== OURS || VARIABLES.some((name) => env[name] !== undefined)) return {};
  const kept = join(cacheFolder(env), 'playwright');
  try {
    mkdirSync(kept, { recursive: true });
    accessSync(kept, constants.W_OK);
  } catch {
    // Then it is translated anew.
    return {};
  }
  return { [VARIABLES[0]]: kept };
}
