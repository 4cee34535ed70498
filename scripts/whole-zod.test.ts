import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { resolveWhole } from './whole-zod.ts';

const resolve = resolveWhole('/checkout/node_modules/.zod.mjs', '/checkout');
const urlOf = (path: string) => pathToFileURL(path).href;

test.each([
  ['zod', '/checkout/kernel/suite.ts', '/checkout/node_modules/.zod.mjs'],
  ['zod', '/checkout/node_modules/some/index.js', 'as usual'],
  ['zod', '/elsewhere/suite.ts', 'as usual'],
  ['zod/v4/core', '/checkout/kernel/suite.ts', 'as usual'],
  ['./zod', '/checkout/kernel/suite.ts', 'as usual'],
])('%s from %s is %s', (specifier, from, expected) => {
  const context = { parentURL: urlOf(from), conditions: [], importAttributes: {} };
  const { url } = resolve(specifier, context, () => ({ url: 'as usual' }));
  expect(url).toBe(expected === 'as usual' ? expected : urlOf(join(expected)));
});
