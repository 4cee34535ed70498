import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { temporaryFolder } from '../../../fixtures/tools/testing/fake-tool.ts';
import { browsersPath } from './browsers.ts';
import chromium from './chromium.tool.ts';

const found = await createFinder().find(chromium);

/** Runs in a process of its own, for Playwright reads PLAYWRIGHT_BROWSERS_PATH once. No option names a browser. */
const PLAIN = `
  const { chromium } = require('@playwright/test');
  chromium.launch({ args: ['--log-net-log=' + process.env.NET_LOG] }).then(async (browser) => {
    const page = await browser.newPage();
    await page.setContent('<h1>plain</h1>');
    await page.waitForTimeout(1000);
    console.log(await page.textContent('h1'));
    await browser.close();
  });`;

it.skipIf('missing' in found)(
  'plain Playwright runs on the Chromium that was found, and nothing leaves the machine',
  async () => {
    if ('missing' in found) return;
    using folder = temporaryFolder();
    const log = join(folder.path, 'net.json');
    const env = {
      ...process.env,
      PLAYWRIGHT_BROWSERS_PATH: await browsersPath({ chromium: found }),
      NET_LOG: log,
    };
    const said = execFileSync(process.execPath, ['-e', PLAIN], {
      cwd: import.meta.dirname,
      env,
      encoding: 'utf8',
    });
    expect(said).toBe('plain\n');
    const hosts = [...readFileSync(log, 'utf8').matchAll(/"host":"([^"]*)"/g)].map((match) => match[1]);
    expect(hosts.filter((host) => !host?.includes('127.0.0.1'))).toEqual([]);
  },
);
