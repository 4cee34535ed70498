/**
 * Preloaded into a tool that runs a stranger's file from a folder without node_modules: a package that is not found from there is
 * looked for beside the tool itself. Nothing is written into the stranger's folder.
 */
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const from = process.env['HARNESS_RESOLVE_FROM'];

if (from !== undefined) {
  const require = createRequire(from);
  registerHooks({
    resolve(specifier, context, nextResolve) {
      try {
        return nextResolve(specifier, context);
      } catch (error) {
        const isPackage = !/^[./#]|^(node|file|data):/.test(specifier);
        if (!isPackage || context.parentURL === from) throw error;
        // `require` looks from its own module whatever the context says.
        if (!context.conditions.includes('require'))
          return nextResolve(specifier, { ...context, parentURL: from });
        return { url: pathToFileURL(require.resolve(specifier)).href, shortCircuit: true };
      }
    },
  });
}
