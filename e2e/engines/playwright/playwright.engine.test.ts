import { expect, test } from 'vitest';
import { environmentForTest } from '../../../fixtures/testing/suite-run.ts';
import type { ToolFinder } from '../../../kernel/tool.ts';
import engine from './playwright.engine.ts';

const environment = environmentForTest();

/** Finds every tool but the one that is named. */
const finderWithout = (missing: string): ToolFinder => ({
  find: ({ name }) =>
    Promise.resolve(
      name === missing
        ? { missing: { what: `${name}: not here` } }
        : { name, path: '/x', version: '1.0.0', source: 'path' },
    ),
});

test('is unavailable without a browser, and says what the finder said', async () => {
  const tools = finderWithout('chromium');
  expect(await engine.unavailable({ environment, tools })).toEqual({ what: 'chromium: not here' });
});

test('is available without what only videos need', async () => {
  const tools = finderWithout('ffmpeg');
  expect(await engine.unavailable({ environment, tools })).toBeUndefined();
});

test('accepts its own configuration', async () => {
  expect(await engine.accepts?.('playwright.config.ts')).toMatchObject({ files: [] });
});
