import { configNames } from '../../../fixtures/plain-files/nearest.ts';
import { optionsFor as runnersOptionsFor } from '../../../fixtures/test-runners/accepts.ts';
import type { PlaywrightOptions } from './options.ts';

const PACKAGE = /^@playwright\/test$/;
const FILES = { configNames: configNames('playwright'), inTests: PACKAGE, inConfigs: PACKAGE };

/** The options with which Playwright runs that file, or undefined when it is not Playwright's. One that is `named` as its is. */
export function optionsFor(file: string, named = false): PlaywrightOptions | undefined {
  return runnersOptionsFor(file, named, FILES);
}
