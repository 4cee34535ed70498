import { Command } from 'commander';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import pkg from '../package.json' with { type: 'json' };
import { explain } from './explain.ts';
import { exitOnStrayErrors } from './stray-errors.ts';
import { guardOutput } from './terminal/output.ts';
import { refuseUnknownVerb } from './unknown-verb.ts';
import type { Verb } from './verb.ts';

const program = new Command('harness')
  .description(pkg.description)
  .version(pkg.version)
  .enablePositionalOptions()
  .showHelpAfterError('(see --help)')
  .exitOverride()
  .addHelpText(
    'after',
    '\nExit codes: 0 pass, 1 fail, 2 unknown (missing data, infrastructure), 254 usage or configuration, 255 a bug of ours.',
  );

async function verbs(): Promise<readonly Verb[]> {
  const files: string[] = [];
  for await (const file of glob('*.command.ts', { cwd: join(import.meta.dirname, 'commands') }))
    files.push(file);
  const modules = files.sort().map((file) => import(`./commands/${file}`) as Promise<{ default: Verb }>);
  return (await Promise.all(modules)).map((module) => module.default);
}

guardOutput();
exitOnStrayErrors();
try {
  for (const verb of await verbs()) verb(program);
  for (const command of program.commands) command.exitOverride();
  refuseUnknownVerb(program, process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  // At once: what still runs in this process must not outlive what it has said, and the watcher waits for its end.
  process.exit(explain(error));
}
