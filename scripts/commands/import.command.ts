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
      .option('--env <environment>', "whose release it is for (default: the project's environment)")
      .option('--stage <stage>', 'whose policy says how old it may be', 'release')
      .option('--json', 'print the result as JSON')
      .action(async (file: string, said: Omit<ImportRequest, 'env'> & { env?: string }) => {
        const { withEnvironment } = await import('../finish/default-environment.ts');
        const { importCommand } = await import('../imports/import-command.ts');
        process.exitCode = await importCommand(file, await withEnvironment(said));
      });
    command
      .command('openapi')
      .description('write a first contract suite and its access matrix from what the API says of itself')
      .argument('<file>', 'a document of OpenAPI 3, JSON or YAML')
      .option('--name <name>', 'of the suite: contract/<name>', 'api')
      .option('--role <role>', 'of the URL that the API has in the environment', 'web')
      .action(async (file: string, { name, role }: { name: string; role: string }) => {
        const { PROJECT } = await import('../../kernel/project.ts');
        const { readOpenApi } = await import('../openapi/read-openapi.ts');
        const { deriveRows } = await import('../openapi/derive-rows.ts');
        const { writeContract } = await import('../openapi/write-contract.ts');
        const { launcher } = await import('../run/repeat-command.ts');
        const rows = deriveRows(await readOpenApi(file));
        const { written, kept, next } = writeContract(rows, { root: PROJECT, name, role });
        for (const one of written) console.log(`wrote ${one}`);
        for (const one of kept) console.log(`kept ${one}, which was there`);
        console.log(`next: ${launcher()} run contract/${name} contract/${name}-access`);
        for (const step of next) console.log(`then: ${step}`);
      });
  },
});
