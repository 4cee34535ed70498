import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { program, temporaryFolder } from '../../../fixtures/tools/testing/fake-tool.ts';
import type { FoundTool } from '../../../kernel/tool.ts';
import { buildsOf, coreOf, defaultFolder, holds } from './browser-builds.ts';
import { browsersPath } from './browsers.ts';

const builds = buildsOf(coreOf());
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
  vi.stubEnv('HARNESS_CACHE', join(folder.path, 'cache'));
  vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', join(folder.path, 'downloaded'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder[Symbol.dispose]();
});

function found(name: string, source: FoundTool['source'] = 'path'): FoundTool {
  const path = program(join(folder.path, name), `printf '%s\\n' ${JSON.stringify(name)} "$@"`);
  return { name, path, version: '156.0.0', source };
}

function download(into: string, paths: readonly (string | undefined)[]): void {
  for (const path of paths) program(join(into, path ?? ''), 'exit 0');
}

describe('a folder that stands in for Playwright’s browsers', () => {
  it('starts the system’s Chromium under every name that Playwright may use', async () => {
    const path = await browsersPath({ chromium: found("it's chromium") });
    for (const name of [...builds.chromium, ...builds.headlessShell]) {
      const said = execFileSync(join(path, name), ['--headless', 'a b'], { encoding: 'utf8' }).split('\n');
      expect(said[0]).toBe("it's chromium");
      expect(said.slice(-3)).toEqual(['--headless', 'a b', '']);
      expect(said).toContain('--gaia-url=http://127.0.0.1:9/');
    }
    expect(holds(path, builds)).toBe(true);
    expect(existsSync(join(path, builds.ffmpeg))).toBe(false);
  });

  it('brings ffmpeg when there is one', async () => {
    const path = await browsersPath({ chromium: found('chromium'), ffmpeg: found('ffmpeg') });
    expect(execFileSync(join(path, builds.ffmpeg), ['-y'], { encoding: 'utf8' })).toBe('ffmpeg\n-y\n');
  });

  it('is made once, and another one is made for another Chromium', async () => {
    const chromium = found('chromium');
    const paths = await Promise.all([browsersPath({ chromium }), browsersPath({ chromium })]);
    expect(paths[0]).toBe(paths[1]);
    expect(await browsersPath({ chromium: found('other') })).not.toBe(paths[0]);
    expect(readdirSync(dirname(paths[0]))).toHaveLength(2);
  });

  it('has the builds that the stranger’s own Playwright wants', async () => {
    const modules = join(folder.path, 'stranger', 'node_modules');
    for (const name of ['@playwright/test', 'playwright', 'playwright-core']) {
      mkdirSync(join(modules, name), { recursive: true });
      writeFileSync(join(modules, name, 'package.json'), JSON.stringify({ name }));
    }
    const browsers = ['chromium', 'chromium-headless-shell', 'ffmpeg'].map((name) => ({
      name,
      revision: '7',
    }));
    writeFileSync(join(modules, 'playwright-core', 'browsers.json'), JSON.stringify({ browsers }));
    const path = await browsersPath({
      chromium: found('chromium'),
      playwright: join(modules, '@playwright/test'),
    });
    expect(readdirSync(path).sort()).toEqual(['chromium-7', 'chromium_headless_shell-7']);
  });
});

describe('Playwright’s own downloads', () => {
  it('are used when they are complete', async () => {
    download(defaultFolder(), [builds.chromium[0], builds.headlessShell[0]]);
    expect(await browsersPath({ chromium: found('chromium') })).toBe(join(folder.path, 'downloaded'));
  });

  it('are used where the found Chromium lies', async () => {
    const place = join(folder.path, 'cached');
    download(place, [builds.chromium[0], builds.headlessShell[0]]);
    const path = join(place, builds.chromium[0] ?? '');
    const chromium: FoundTool = { name: 'chromium', path, version: '159.0.0', source: 'cache' };
    expect(await browsersPath({ chromium })).toBe(place);
  });

  it('are not used when the headless shell is missing', async () => {
    download(defaultFolder(), [builds.chromium[0]]);
    expect(await browsersPath({ chromium: found('chromium') })).toContain('browsers-');
  });

  it('give way to a Chromium that was named explicitly', async () => {
    download(defaultFolder(), [builds.chromium[0], builds.headlessShell[0]]);
    expect(await browsersPath({ chromium: found('chromium', 'explicit') })).toContain('browsers-');
    rmSync(defaultFolder(), { recursive: true });
  });
});

it.each([
  [{ PLAYWRIGHT_BROWSERS_PATH: '/shared/browsers' }, '/shared/browsers'],
  [{ XDG_CACHE_HOME: '/cache' }, process.platform === 'darwin' ? undefined : '/cache/ms-playwright'],
])('Playwright keeps its browsers, with %o, in %s', (env, path) => {
  if (path !== undefined) expect(defaultFolder(env)).toBe(path);
});
