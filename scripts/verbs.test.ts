import { globSync } from 'node:fs';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import type { Verb } from './verb.ts';

const files = globSync('*.command.ts', { cwd: `${import.meta.dirname}/commands` });

/** Every verb, and the verbs below it, each without a word on the terminal. */
async function program(): Promise<Command> {
  const root = new Command('harness').enablePositionalOptions();
  for (const file of files) ((await import(`./commands/${file}`)) as { default: Verb }).default(root);
  const all = [root];
  for (const one of all) all.push(...one.commands);
  for (const one of all) one.exitOverride().configureOutput({ writeErr: () => undefined });
  return root;
}

test.each(files.map((file) => file.replace('.command.ts', '')))(
  'an unknown option of %s is refused before anything starts',
  async (verb) => {
    const root = await program();
    const all = root.commands.find((one) => one.name() === verb)?.commands ?? [];
    // What must be named is missed first.
    const below = all.filter(({ options }) => options.every(({ mandatory }) => !mandatory));
    for (const words of [[verb], ...below.map((one) => [verb, one.name()])])
      await expect(root.parseAsync([...words, '--nonsense'], { from: 'user' })).rejects.toThrow(
        "unknown option '--nonsense'",
      );
  },
);
