import { Command } from 'commander';
import pkg from '../package.json' with { type: 'json' };
import { discover } from '../kernel/discover.ts';
import { HERE } from '../kernel/project.ts';
import { COMMAND, type VerbDefinition } from './command.ts';
import { explain } from './explain.ts';
import { exitOnStrayErrors } from './stray-errors.ts';
import { refuseUnknownVerb } from './unknown-verb.ts';

const program = new Command('harness')
  .description(pkg.description)
  .version(pkg.version)
  .enablePositionalOptions()
  .option(
    '--project <folder>',
    'whose suites and policy: the folder of a harness.config.ts (default: the nearest upward)',
  )
  .showHelpAfterError('(see --help)')
  .exitOverride()
  .addHelpText(
    'after',
    '\nExit codes: 0 pass, 1 fail, 2 unknown (missing data, infrastructure), 254 usage or configuration, 255 a bug of ours.',
  );

/** The verb that is asked for; all of them for help, and for a word that none has. */
async function verbs(word: string | undefined): Promise<readonly VerbDefinition[]> {
  const asked = word === undefined ? [] : await discover(COMMAND, { ...HERE, named: word });
  const found = asked.length > 0 ? asked : await discover(COMMAND, HERE);
  return found.map(({ value }) => value);
}

exitOnStrayErrors();
try {
  const words = process.argv.slice(2);
  for (const verb of await verbs(words[0]))
    verb.build(program.command(verb.name).description(verb.description).exitOverride());
  refuseUnknownVerb(program, words);
  await program.parseAsync();
} catch (error) {
  // At once: what still runs in this process must not outlive what it has said, and the watcher waits for its end.
  process.exit(explain(error));
}
