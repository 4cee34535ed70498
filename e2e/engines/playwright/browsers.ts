import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { toolsFolder } from '../../../fixtures/tools/cache.ts';
import type { FoundTool } from '../../../kernel/tool.ts';
import { buildsOf, coreOf, defaultFolder, holds } from './browser-builds.ts';
import type { BrowserBuilds } from './browser-builds.ts';

export interface BrowsersRequest {
  readonly chromium: FoundTool;
  /** Needed for videos only. Without it, a test that asks for a video fails and says so. */
  readonly ffmpeg?: FoundTool;
  /** The folder of the `@playwright/test` that will run; ours unless told. */
  readonly playwright?: string;
}

/**
 * Chromium asks Google for accounts and updates although Playwright tells it not to, when it is a distribution's build.
 * Nothing listens on the discard port.
 */
const QUIET = ['--gaia-url=http://127.0.0.1:9/', '--component-updater=url-source=http://127.0.0.1:9/'];

/**
 * A folder for `PLAYWRIGHT_BROWSERS_PATH`, with which an unmodified configuration runs on this Chromium: Playwright's own
 * folder where its builds are there, else one in the cache whose programs start the given Chromium.
 */
export async function browsersPath(request: BrowsersRequest): Promise<string> {
  const builds = buildsOf(coreOf(request.playwright));
  return playwrightsOwn(request.chromium, builds) ?? standIn(request, builds);
}

/** A program that was named explicitly is used, whatever Playwright has downloaded. */
function playwrightsOwn(chromium: FoundTool, builds: BrowserBuilds): string | undefined {
  const home = folderAround(chromium.path);
  const folders = chromium.source === 'explicit' ? [home] : [home, defaultFolder()];
  return folders.find((folder) => folder !== undefined && holds(folder, builds));
}

/** `/cache/chromium-1255/chrome-linux64/chrome` is in `/cache`. */
function folderAround(program: string): string | undefined {
  const parts = program.split(sep);
  const build = parts.findIndex((part) => /^chromium-\d+$/.test(part));
  return build > 0 ? parts.slice(0, build).join(sep) : undefined;
}

/** The name says all that it is made of, so that a folder in use never changes. */
async function standIn(request: BrowsersRequest, builds: BrowserBuilds): Promise<string> {
  const launchers = launchersFor(request, builds);
  const name = createHash('sha256').update(JSON.stringify(launchers)).digest('hex').slice(0, 12);
  const folder = join(toolsFolder(), 'chromium', `browsers-${name}`);
  if (!existsSync(folder)) await writeLaunchers(folder, launchers);
  return folder;
}

type Launchers = readonly (readonly [path: string, script: string])[];

function launchersFor({ chromium, ffmpeg }: BrowsersRequest, builds: BrowserBuilds): Launchers {
  const browser = launcher(chromium.path, QUIET);
  const browsers = [...builds.chromium, ...builds.headlessShell].map((path) => [path, browser] as const);
  return ffmpeg === undefined ? browsers : [...browsers, [builds.ffmpeg, launcher(ffmpeg.path, [])]];
}

function launcher(program: string, args: readonly string[]): string {
  const quoted = [program, ...args].map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`);
  return `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`;
}

async function writeLaunchers(folder: string, launchers: Launchers): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const making = await mkdtemp(join(dirname(folder), '.browsers-'));
  for (const [path, script] of launchers) {
    await mkdir(dirname(join(making, path)), { recursive: true });
    await writeFile(join(making, path), script, { mode: 0o755 });
  }
  await rename(making, folder).catch(async (error: unknown) => {
    await rm(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else another process was faster, with the same content
  });
}
