import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PRODUCT, PROJECT } from '../kernel/project.ts';

/**
 * What a project's definitions import from `release-harness` is the harness that runs, also where none, or another, is installed
 * beside them.
 */
export function nameOurselves(): void {
  if (PROJECT === PRODUCT) return;
  const parentURL = pathToFileURL(join(PRODUCT, 'package.json')).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, /^release-harness(\/|$)/.test(specifier) ? { ...context, parentURL } : context),
  });
}
