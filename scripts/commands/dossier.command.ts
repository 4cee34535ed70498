import { defineCommand } from '../command.ts';
import type { GateOptions } from '../gate/gate-options.ts';

export default defineCommand({
  name: 'dossier',
  description:
    'judge sealed runs as one, and write what a Go/No-Go is decided on: go-no-go.json, .html and .pdf',
  build(command) {
    command
      .enablePositionalOptions()
      .argument('<run...>', 'run ids or folders of evidence, all of the same system')
      .option('--stage <stage>', 'whose policy they are held to', 'release')
      .option('--env <environment>', 'where they must have been made (default: where the first was)')
      .option('--phase <phase>', 'the milestone that they must be for (default: that of the first)')
      .option('--at <time>', 'judge as at that time, ISO (default: now)')
      .option('--out <folder>', 'where to write (default: reports/go-no-go/<name>)')
      .option('--json', 'print JSON')
      .action(async (ids: readonly string[], options: GateOptions & { json?: boolean; out?: string }) => {
        const { makeCommand } = await import('../dossier/dossier-command.ts');
        process.exitCode = await makeCommand(ids, options);
      });
  },
});
