/**
 * Starts a Vitest as its own command does, with our reporter beside those of the configuration, where `--reporter` would replace
 * them: one of them may fail the run. Arguments: Vitest's program, then its own arguments.
 */
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import type { Vitest, parseCLI } from 'vitest/node';
import { withReporter } from './with-reporter.ts';

/** What Vitest 1 and later export alike; the first argument is ignored by the newest. */
interface AnyVitest {
  readonly parseCLI: typeof parseCLI;
  startVitest(
    mode: 'test',
    filter: string[],
    options: ReturnType<typeof parseCLI>['options'],
    overrides: { readonly plugins: readonly Plugin[] },
  ): Promise<Vitest>;
}

const [program = '', ...args] = process.argv.splice(2);
process.argv.splice(1, 1, program, ...args);
const entry = pathToFileURL(join(dirname(program), 'dist/node.js')).href;
const tool = (await import(entry)) as AnyVitest;
const { filter, options } = tool.parseCLI(['vitest', ...args]);
try {
  const plugin = withReporter(join(import.meta.dirname, 'inbox.reporter.ts'));
  const vitest = await tool.startVitest('test', filter, options, { plugins: [plugin] });
  if (!vitest.shouldKeepServer()) await vitest.exit();
} catch (error) {
  console.error(error);
  process.exitCode ??= 1;
  process.exit();
}
