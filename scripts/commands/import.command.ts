import { defineCommand } from '../command.ts';
import type { ImportRequest } from '../imports/import-command.ts';

export default defineCommand({
  name: 'import',
  description: "keep what the product's own pipeline made as evidence, a sealed run of its own",
  build(command) {
    command
      .argument('<file>', 'JUnit XML, LCOV, SARIF, or a report as JSON')
      .option('--as <what>', 'lint, types, unit, integration, build, coverage, pentest, tracker or exercise')
      .option('--commit <hash>', "the product's commit that it is of (default: as the file says)")
      .option('--made-at <time>', 'when it was made, ISO (default: as the file says)')
      .option('--author <who>', 'who made it (default: as the file says)')
      .option('--env <environment>', 'whose release it is for', 'local')
      .option('--stage <stage>', 'whose policy says how old it may be', 'release')
      .option('--json', 'print the result as JSON')
      .action(async (file: string, options: ImportRequest) => {
        const { importCommand } = await import('../imports/import-command.ts');
        process.exitCode = await importCommand(file, options);
      });
  },
});
