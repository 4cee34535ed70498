import { mentions } from '../../../fixtures/plain-files/uses.ts';
import { defineEngine } from '../../../kernel/engine.ts';
import { optionsFor } from './accepts.ts';
import chromium from './chromium.tool.ts';
import ffmpeg from './ffmpeg.tool.ts';
import { type PlaywrightOptions, optionsSchema, parseOptions } from './options.ts';

/** Runs Playwright Test: the specs of a suite, or a stranger's configuration or spec as it is. */
export default defineEngine<PlaywrightOptions>({
  name: 'playwright',
  kinds: ['e2e'],
  // Without ffmpeg only videos are missing.
  tools: [chromium, ffmpeg],
  metrics: [],
  accepts: (file, named) => Promise.resolve(optionsFor(file, named)),
  mayStartTarget: ({ config }) => config !== undefined && mentions(config, /\b(?:webServer|globalSetup)\b/),
  options: optionsSchema,
  parse: parseOptions,
  narrow: (options, narrowedTo) => ({ ...options, narrowedTo }),
  unavailable: async ({ tools }) => {
    const found = await tools.find(chromium);
    return 'missing' in found ? found.missing : undefined;
  },
  run: async (suiteRun) => {
    const { runPlaywright } = await import('./run-playwright.ts');
    await runPlaywright(suiteRun);
  },
});
