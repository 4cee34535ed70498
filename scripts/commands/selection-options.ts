import type { Command } from 'commander';

/** Options that begin with the names of what to run. */
export function addSelection(command: Command): Command {
  return command
    .argument(
      '[name...]',
      'kinds, suite names, patterns of them (`contract/*`), or plain files (a path starts with ./, ../, / or names a file)',
    )
    .option('--stage <stage>', 'suites of this stage')
    .option('--tag <tag...>', 'suites that carry every one of these tags', [])
    .option(
      '--grep <pattern>',
      'only tests whose title matches; of a suite the verdict is then unknown at best',
    )
    .option('--last-failed', 'suites that failed or were unknown in the newest run there, or of that --stage')
    .option('--env <environment>', 'where to test (default: `environment` of harness.config.ts, else local)')
    .option('--phase <phase>', 'the milestone that it is for, where the policy of a stage tells them apart')
    .option('--base-url <url>', 'in place of an environment, for plain files: where to test')
    .option('--engine <engine>', 'for a plain file that several engines take');
}
