import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'report',
  description: 'build the reports of a stored run again from its evidence',
  build(command) {
    command
      .argument('[run]', 'a run id', 'latest')
      .option('--no-allure', 'leave out the Allure report')
      .action(async (id: string, options: { allure: boolean }) => {
        const { findRun } = await import('../session/find-run.ts');
        const { reportRun } = await import('../finish/finish.ts');
        const { file, failures } = await reportRun(findRun(id), options.allure);
        for (const failure of failures) console.error(`warning: ${failure}`);
        console.log(file);
      });
  },
});
