import { join } from 'node:path';
import { aptPackage } from '../../../fixtures/tools/installers/apt-package.ts';
import { defineTool } from '../../../kernel/tool.ts';
import { buildsOf, coreOf, defaultFolder } from './browser-builds.ts';
import { playwrightDownload } from './playwright-download.ts';

const downloaded = buildsOf(coreOf()).chromium.map((program) => join(defaultFolder(), program));

/** The browser that Playwright drives: its own build where it was downloaded, else the system's. */
export default defineTool({
  name: 'chromium',
  variable: 'HARNESS_CHROMIUM',
  commands: [...downloaded, 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  version: { args: ['--version'], pattern: /Chrom(?:e|ium)\D*(\d+\.\d+\.\d+)/ },
  minimum: '130.0.0',
  recipes: [playwrightDownload(), aptPackage('chromium', 'chromium')],
});
