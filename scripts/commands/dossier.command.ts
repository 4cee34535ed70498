import { defineCommand } from '../command.ts';
import type { DecideOptions, VerifyOptions } from '../dossier/dossier-command.ts';
import type { GateOptions } from '../gate/gate-options.ts';
import { addGateOptions } from './gate-options.ts';

const EVIDENCE = '--evidence <folder>';
const WHERE = 'the folder with `runs/` of its evidence (default: evidence)';

const SAYS = [
  ['approve', 'sign that it may ship'],
  ['deny', 'sign that it may not ship'],
  ['hold', 'sign that it may not ship yet; what you sign later takes its place'],
] as const;

export default defineCommand({
  name: 'dossier',
  description:
    'judge sealed runs as one, and write what a Go/No-Go is decided on: go-no-go.json, .html and .pdf',
  build(command) {
    addGateOptions(
      command
        .enablePositionalOptions()
        .argument('<run...>', 'run ids or folders of evidence, all of the same system'),
    )
      .option('--out <folder>', 'where to write (default: reports/go-no-go/<name>)')
      .option('--json', 'print JSON')
      .action(async (ids: readonly string[], options: GateOptions & { json?: boolean; out?: string }) => {
        const { makeCommand } = await import('../dossier/dossier-command.ts');
        process.exitCode = await makeCommand(ids, options);
      });
    for (const [decision, says] of SAYS)
      command
        .command(decision)
        .description(says)
        .argument('<dossier>', 'its name, or its folder')
        .requiredOption('--as <who>', 'you, as the file of approvers names you')
        .requiredOption('--key <file>', 'your private SSH key, or its .pub where an agent has it')
        .option('--reason <text>', 'why')
        .option('--days <days>', 'for how long an approval holds (default: as long as it may)')
        .option(EVIDENCE, WHERE)
        .option('--json', 'print JSON')
        .action(async (name: string, options: DecideOptions) => {
          const { decideCommand } = await import('../dossier/dossier-command.ts');
          process.exitCode = await decideCommand(name, decision, options);
        });
    command
      .command('verify')
      .description('check offline that a dossier is a Go now: evidence, judgement, signatures, page')
      .argument('<dossier>', 'its name, or its folder')
      .option(EVIDENCE, WHERE)
      .option('--json', 'print JSON')
      .action(async (name: string, options: VerifyOptions) => {
        const { verifyCommand } = await import('../dossier/dossier-command.ts');
        process.exitCode = await verifyCommand(name, options);
      });
    command
      .command('print')
      .description('write its page and its PDF anew')
      .argument('<dossier>', 'its name, or its folder')
      .action(async (name: string) => {
        const { printCommand } = await import('../dossier/dossier-command.ts');
        await printCommand(name);
      });
  },
});
