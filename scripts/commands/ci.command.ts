import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'ci',
  description: 'run a job of the pipeline, just as a CI service does; without a job: which there are',
  build(command) {
    command
      .argument(
        '[job]',
        'a job; `required`: whether all jobs of a workflow were green, as its variable NEEDS says',
      )
      .option('--of <workflow>', 'for `required`: the workflow whose jobs they must be')
      .option('--json', 'print the jobs as JSON')
      .action(async (name: string | undefined, { of, json }: { of?: string; json?: boolean }) => {
        const { ciCommand } = await import('../ci/ci-command.ts');
        process.exitCode = await ciCommand({ name, of, json });
      });
  },
});
