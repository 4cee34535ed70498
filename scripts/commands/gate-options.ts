import type { Command } from 'commander';

/** Adds what runs that are judged as one are held to. */
export function addGateOptions(command: Command): Command {
  return command
    .option('--stage <stage>', 'whose policy they are held to', 'release')
    .option('--env <environment>', 'where they must have been made (default: where the first was)')
    .option('--phase <phase>', 'the milestone that they must be for (default: that of the first)')
    .option('--at <time>', 'judge as at that time, ISO (default: now)');
}
