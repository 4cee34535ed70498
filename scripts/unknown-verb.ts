import type { Command } from 'commander';

/**
 * Ends with a usage error for a word that is no verb, also where `--help` follows: Commander would then print the help of what it
 * knows, and call that a success. Goes down to the verbs of a verb.
 */
export function refuseUnknownVerb(program: Command, [word, ...rest]: readonly string[]): void {
  if (word === undefined || word.startsWith('-') || program.commands.length === 0) return;
  if (word === 'help') {
    refuseUnknownVerb(program, rest);
    return;
  }
  const verb = program.commands.find(
    (command) => command.name() === word || command.aliases().includes(word),
  );
  if (verb !== undefined) refuseUnknownVerb(verb, rest);
  else if (program.registeredArguments.length === 0) program.error(`error: unknown command '${word}'`);
}
