import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Which builds a Playwright wants, as paths of their programs below the folder of all its browsers. */
export interface BrowserBuilds {
  readonly chromiumRevision: string;
  /** Several, for the folder's name inside a build differs between versions of Playwright; one of them is enough. */
  readonly chromium: readonly string[];
  readonly headlessShell: readonly string[];
  readonly ffmpeg: string;
}

interface BrowsersJson {
  readonly browsers: readonly { readonly name: string; readonly revision: string }[];
}

/** What Google's archives call this machine. */
const MACHINES: Readonly<Record<string, string>> = {
  'linux-x64': 'linux64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'mac-x64',
  'darwin-arm64': 'mac-arm64',
};
const MACHINE = MACHINES[`${process.platform}-${process.arch}`] ?? 'linux64';
const MAC_APP = 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing';

/** The folder of `playwright-core` that a `@playwright/test` uses; ours when none is named. */
export function coreOf(playwrightTest?: string): string {
  const from = playwrightTest === undefined ? import.meta.filename : join(playwrightTest, 'package.json');
  const test = createRequire(from).resolve('@playwright/test/package.json');
  const playwright = createRequire(test).resolve('playwright/package.json');
  return dirname(createRequire(playwright).resolve('playwright-core/package.json'));
}

export function buildsOf(core: string): BrowserBuilds {
  const { browsers } = JSON.parse(readFileSync(join(core, 'browsers.json'), 'utf8')) as BrowsersJson;
  const revision = (name: string) => browsers.find((browser) => browser.name === name)?.revision ?? '';
  const chromium = `chromium-${revision('chromium')}`;
  const shell = `chromium_headless_shell-${revision('chromium-headless-shell')}`;
  const program = process.platform === 'darwin' ? MAC_APP : 'chrome';
  return {
    chromiumRevision: revision('chromium'),
    chromium: [`${chromium}/chrome-${MACHINE}/${program}`, `${chromium}/chrome-linux/chrome`],
    headlessShell: [
      `${shell}/chrome-headless-shell-${MACHINE}/chrome-headless-shell`,
      `${shell}/chrome-linux/headless_shell`,
    ],
    ffmpeg: `ffmpeg-${revision('ffmpeg')}/ffmpeg-${process.platform === 'darwin' ? 'mac' : 'linux'}`,
  };
}

/** Whether a folder of browsers holds what that Playwright needs to run Chromium with and without a window. */
export function holds(folder: string, builds: BrowserBuilds): boolean {
  const some = (programs: readonly string[]) => programs.some((program) => existsSync(join(folder, program)));
  return some(builds.chromium) && some(builds.headlessShell);
}

/** Where Playwright itself keeps browsers: `PLAYWRIGHT_BROWSERS_PATH`, or the user's cache. */
export function defaultFolder(env: NodeJS.ProcessEnv = process.env): string {
  const named = env['PLAYWRIGHT_BROWSERS_PATH'];
  if (named !== undefined && named !== '' && named !== '0') return named;
  const mac = join(homedir(), 'Library', 'Caches');
  const linux = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(process.platform === 'darwin' ? mac : linux, 'ms-playwright');
}
