import { existsSync } from 'node:fs';
import { registerHooks, type ResolveHookSync } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PRODUCT } from '../kernel/project.ts';

/** zod's hundred modules as one, which loads in a third of the time: `node.sh` makes it once after each installation. */
const WHOLE = join(PRODUCT, 'node_modules/.zod.mjs');

/** Where the checkout's own files import zod, they get that one; without it, and everywhere else, the one that was installed. */
export function resolveWhole(file = WHOLE, root = PRODUCT): ResolveHookSync {
  const [url, own, packages] = [file, `${root}/`, `${root}/node_modules/`].map(
    (path) => pathToFileURL(path).href,
  ) as [string, string, string];
  return (specifier, context, next) => {
    const from = context.parentURL ?? '';
    const isOwn = specifier === 'zod' && from.startsWith(own) && !from.startsWith(packages);
    return isOwn ? { url, format: 'module', shortCircuit: true } : next(specifier, context);
  };
}

/**
 * For all that this process imports from now on. It compiles no reader for each shape: that took 60 ms of a usual run, and is worth
 * it from 70,000 events on.
 */
export async function loadZodWhole(): Promise<void> {
  if (existsSync(WHOLE)) registerHooks({ resolve: resolveWhole() });
  const { config } = await import('zod');
  config({ jitless: true });
}
