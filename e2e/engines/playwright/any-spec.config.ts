import type { PlaywrightTestConfig } from '@playwright/test';
import { SPEC_FILES, SPEC_FOLDER, patternOf } from './invocation.ts';

const files = JSON.parse(process.env[SPEC_FILES] ?? '[]') as string[];

/** For files that have no configuration. Whatever their names: that they were named makes them specs. */
const config: PlaywrightTestConfig = {
  testDir: process.env[SPEC_FOLDER] ?? process.cwd(),
  testMatch: files.map((file) => new RegExp(patternOf(file))),
  reporter: [['list'], ['html']],
  use: { screenshot: 'only-on-failure', trace: 'retain-on-failure' },
};
export default config;
