import { expect, it } from 'vitest';
import { objectionsTo, withPages } from './testing/browser-pages.ts';
import { SAMPLES } from './testing/sample-run.ts';

withPages();

const VIEWS = [...SAMPLES, 'load'].flatMap((sample) => [
  { sample, scheme: 'light', width: 1280 } as const,
  { sample, scheme: 'dark', width: 390 } as const,
]);

it.each(VIEWS)('axe objects to nothing: $sample, $scheme, $width px', async ({ sample, scheme, width }) => {
  expect(await objectionsTo(sample, { scheme, width })).toEqual([]);
});
