/**
 * Starts a Vitest as its own command does, with our reporter beside those of the configuration, where `--reporter` would replace
 * them: one of them may fail the run. Arguments: Vitest's program, then its own arguments.
 */
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as vitestNode from 'vitest/node';
import { withReporter } from './with-reporter.ts';

const [program = '', ...args] = process.argv.splice(2);
process.argv.splice(1, 1, program, ...args);
const entry = pathToFileURL(join(dirname(program), 'dist/node.js')).href;
const { parseCLI, startVitest } = (await import(entry)) as typeof vitestNode;
const { filter, options } = parseCLI(['vitest', ...args]);
try {
  const plugin = withReporter(join(import.meta.dirname, 'inbox.reporter.ts'));
  const vitest = await startVitest('test', filter, options, { plugins: [plugin] });
  if (!vitest.shouldKeepServer()) await vitest.exit();
} catch (error) {
  console.error(error);
  process.exitCode ??= 1;
  process.exit();
}
