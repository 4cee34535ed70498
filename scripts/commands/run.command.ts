import { defineCommand } from '../command.ts';
import type { RunOptions } from '../run/run-request.ts';
import { addSelection } from './selection-options.ts';

export default defineCommand({
  name: 'run',
  description: 'run suites, or a plain file, against an environment: evidence, reports and a verdict',
  build(command) {
    addSelection(command)
      .option('--watch', 'run again after each change of a source, until Ctrl-C')
      .option('--shard <number/of>', 'one shard of the set of --shards, such as 2/4')
      .option('--shards <file>', 'a set that `shards plan` has sealed: its stage, environment and suites')
      .option('--json', 'print the result as JSON on stdout, and progress on stderr')
      .option('--result <file>', 'write the result as JSON to this file as well')
      .option('--no-allure', 'leave out the Allure report, which takes the longest to build')
      .option('--no-install', 'do not install programs that are missing; suites that need them are unknown')
      .option('--seed <number>', 'for whatever is random; printed with every run')
      .option('--profile <profile>', 'for plain k6 scripts: the shape of the load, a name in load/profiles')
      .option('--time-scale <factor>', 'shrink the durations of load profiles, such as 0.1')
      .option('--rate-scale <factor>', 'shrink the rates and users of load profiles, such as 0.1')
      .option('--workers <number>', 'how many k6 processes share the load (default: 1)')
      .option(
        '--timeout <minutes>',
        'for plain files: the time after which one is taken for hung (default: 30, or what the profile takes)',
      )
      .option('--pact-dir <folder>', 'verify the pacts in it, whosever they are')
      .option('--provider-url <url>', 'for --pact-dir: where their provider is (default: where --env says)')
      .action(async (names: string[], options: RunOptions & { watch?: boolean }) => {
        if (options.watch === true) {
          const { watchCommand } = await import('../run/watch-command.ts');
          process.exitCode = await watchCommand(process.argv.slice(2), options);
          return;
        }
        const { runCommand } = await import('../run/run-command.ts');
        process.exitCode = await runCommand({ names, options });
      });
  },
});
