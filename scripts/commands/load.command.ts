import { defineCommand } from '../command.ts';
import type { ExportOptions } from '../load/export-command.ts';
import type { ImportOptions } from '../load/import-command.ts';

export default defineCommand({
  name: 'load',
  description: 'load from several machines, by k6-operator',
  build(command) {
    command
      .command('export')
      .description('write what k6-operator needs to run a load suite, or a plain k6 script, in pods')
      .argument('<suite or script>')
      .requiredOption('--parallelism <number>', 'how many pods share the load')
      .option('--profile <profile>', 'for plain scripts: the shape of the load, a name in load/profiles')
      .option('--time-scale <factor>', 'shrink the durations of the profile, such as 0.1')
      .option('--rate-scale <factor>', 'shrink its rates and users, such as 0.1')
      .option('--env <environment>', 'whose target, which must run already')
      .option('--base-url <url>', 'in place of an environment, for plain scripts')
      .option('--out <folder>', 'a new folder (default: the name of the export)')
      .option('--image <image>', "k6 for the pods (default: k6's own image of the harness's version)")
      .option(
        '--secret <name>',
        'the Secret with what the environment refers to (default: harness-<environment>)',
      )
      .option('--claim <name>', 'the PersistentVolumeClaim that results are written to', 'k6-results')
      .option('--separate', 'no two pods on one node')
      .action(async (what: string, options: ExportOptions) => {
        const { exportCommand } = await import('../load/export-command.ts');
        await exportCommand(what, options);
      });
    command
      .command('import')
      .description('judge and report what the pods recorded, as one run')
      .argument('<folder or files...>', 'each runner’s <pod>.csv.gz, with its <pod>.log.ndjson beside it')
      .option('--export <file>', 'the export.json that they were exported with (default: in the folder)')
      .option('--json', 'print the result as JSON on stdout, and progress on stderr')
      .option('--result <file>', 'write the result as JSON to this file as well')
      .option('--no-allure', 'leave out the Allure report')
      .action(async (paths: string[], options: ImportOptions) => {
        const { importCommand } = await import('../load/import-command.ts');
        process.exitCode = await importCommand(paths, options);
      });
  },
});
