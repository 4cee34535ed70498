import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'init',
  description: 'make this folder a project: policy, one environment, a first suite of each kind, CI',
  build(command) {
    command
      .option('--url <url>', 'where the product answers (default with --start: http://127.0.0.1:3000)')
      .option('--start <command>', 'what starts the product, for each run; without it, it runs already')
      .option('--kinds <kinds>', 'of e2e,contract,load,chaos,security (default: e2e,contract,load)')
      .action(async (options: { url?: string; start?: string; kinds?: string }) => {
        const { askFor } = await import('../init/ask.ts');
        const { initProject } = await import('../init/init-project.ts');
        const { PROJECT, PROJECT_FILE } = await import('../../kernel/project.ts');
        const { written, kept } = initProject(PROJECT, await askFor(options));
        for (const file of written) console.log(`wrote ${file}`);
        for (const file of kept) console.log(`kept ${file}, which was there`);
        const { launcher } = await import('../run/repeat-command.ts');
        console.log(`next: ${launcher()} run --stage smoke`);
        console.log(
          `then: ${launcher()} explain says why the verdict is what it is; ${launcher()} import openapi <file> writes suites of an API`,
        );
        console.log(
          'then: these suites look at the home page alone. Write what the product promises as suites beside them, and what a release must show\n' +
            `      into ${PROJECT_FILE}; until then a run of the stage release is unknown`,
        );
      });
  },
});
