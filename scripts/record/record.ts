import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { browsersPath } from '../../e2e/engines/playwright/browsers.ts';
import chromium from '../../e2e/engines/playwright/chromium.tool.ts';
import { cliFor } from '../../e2e/engines/playwright/cli.ts';
import { createFinder } from '../../fixtures/tools/finder.ts';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import { PROJECT } from '../../kernel/project.ts';
import type { Sentence } from '../../kernel/sentence.ts';
import { specOf, type RecordedSpec } from './recorded-spec.ts';

export interface RecordRequest {
  readonly url: string;
  /** A new file. */
  readonly out: string;
}

/** Opens Playwright's recorder on a page, and writes what was done there as a plain spec. Throws where nobody could see the page. */
export async function record({ url, out }: RecordRequest): Promise<RecordedSpec & { readonly file: string }> {
  const { origin } = pageOf(url);
  const file = resolve(PROJECT, out);
  if (existsSync(file))
    throw new ConfigError({ what: `${file}: is there already.`, fix: 'name another with --out' });
  const blind = whyNoWindow(process.platform, process.env);
  if (blind !== undefined) throw new InfraError(blind);
  const found = await createFinder().find(chromium);
  if ('missing' in found) throw new InfraError(found.missing);
  const folder = mkdtempSync(join(tmpdir(), 'record-'));
  try {
    const recorded = join(folder, 'recorded.spec.ts');
    const cli = cliFor(PROJECT);
    const args = [...cli.args, 'codegen', '--target', 'playwright-test', '--output', recorded, url];
    const env = {
      ...process.env,
      ...cli.env,
      PLAYWRIGHT_BROWSERS_PATH: await browsersPath({ chromium: found, playwright: cli.folder }),
    };
    await once(spawn(cli.node, args, { cwd: PROJECT, env, stdio: 'inherit' }), 'close');
    if (!existsSync(recorded))
      throw new InfraError({ what: 'nothing was recorded.', fix: 'close the window only when you are done' });
    const spec = specOf(readFileSync(recorded, 'utf8'), origin);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, spec.text, { flag: 'wx' });
    return { ...spec, file };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pageOf(url: string): URL {
  const page = URL.canParse(url) ? new URL(url) : undefined;
  if (page !== undefined && ['http:', 'https:'].includes(page.protocol)) return page;
  throw new ConfigError(`got "${url}"; the http or https URL of a page is needed`);
}

/** A window needs a screen: on Linux a display that the environment names. */
export function whyNoWindow(
  platform: NodeJS.Platform,
  { DISPLAY = '', WAYLAND_DISPLAY = '' }: NodeJS.ProcessEnv,
): Sentence | undefined {
  if (platform !== 'linux' || DISPLAY !== '' || WAYLAND_DISPLAY !== '') return undefined;
  return {
    what: 'record opens a window, and there is no display here: neither DISPLAY nor WAYLAND_DISPLAY is set.',
    fix: 'record where there is a screen, or by `ssh -X`, and bring the spec here; it is a plain file',
  };
}
