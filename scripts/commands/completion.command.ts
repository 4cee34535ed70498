import type { Command } from 'commander';
import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'completion',
  description: 'what a shell must be told to complete verbs, options, suites, environments and runs',
  build(command) {
    for (const shell of ['bash', 'zsh'] as const)
      command
        .command(shell)
        .description(`for ${shell}: source <(harness completion ${shell})`)
        .action(async () => {
          const { SHELLS } = await import('../completion/shells.ts');
          process.stdout.write(SHELLS[shell]);
        });
    command
      .command('words')
      .description('what the last of some words may become; shells ask so')
      .argument('[words...]', 'after --, the command line so far')
      .action(async (words: string[]) => {
        const { candidates } = await import('../completion/candidates.ts');
        const { NAMED_HERE } = await import('../completion/named.ts');
        for (const one of await candidates(await wholeProgram(), words, NAMED_HERE)) console.log(one);
      });
  },
});

/** All verbs, where a run of the command line loads its own alone. */
async function wholeProgram(): Promise<Command> {
  const { Command } = await import('commander');
  const { discover } = await import('../../kernel/discover.ts');
  const { HERE } = await import('../../kernel/project.ts');
  const { COMMAND } = await import('../command.ts');
  const program = new Command('harness');
  for (const { value } of await discover(COMMAND, HERE)) value.build(program.command(value.name));
  return program;
}
