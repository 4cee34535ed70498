import { Command } from 'commander';
import { expect, test } from 'vitest';
import { discover } from '../kernel/discover.ts';
import { COMMAND } from './command.ts';
import { ROOT } from './root.ts';

const verbs = (await discover(COMMAND, { root: ROOT })).map(({ value }) => value);

/** Every verb, and the verbs below it, each without a word on the terminal. */
function program(): Command {
  const root = new Command('harness').enablePositionalOptions();
  for (const verb of verbs) verb.build(root.command(verb.name));
  const all = [root];
  for (const one of all) all.push(...one.commands);
  for (const one of all) one.exitOverride().configureOutput({ writeErr: () => undefined });
  return root;
}

test.each(verbs.map(({ name }) => name))(
  'an unknown option of %s is refused before anything starts',
  async (verb) => {
    const root = program();
    const all = root.commands.find((one) => one.name() === verb)?.commands ?? [];
    // What must be named is missed first.
    const below = all.filter(({ options }) => options.every(({ mandatory }) => !mandatory));
    for (const words of [[verb], ...below.map((one) => [verb, one.name()])])
      await expect(root.parseAsync([...words, '--nonsense'], { from: 'user' })).rejects.toThrow(
        "unknown option '--nonsense'",
      );
  },
);
