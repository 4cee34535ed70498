import { defineCommand } from '../command.ts';
import type { MergeShards, PlanShards } from '../shards/shards-command.ts';

export default defineCommand({
  name: 'shards',
  description: 'share a stage among several machines, and judge what they ran as one',
  build(command) {
    command
      .command('plan')
      .description(
        'seal which suites are in which shard, balanced by how long they took here; then run --shard',
      )
      .requiredOption('--stage <stage>', 'all of its suites')
      .requiredOption('--of <number>', 'how many shards')
      .option('--env <environment>', 'where they will run (default: local)')
      .option('--out <file>', 'where to write the set (default: .harness/shards.json, which git ignores)')
      .action(async (options: PlanShards) => {
        const { planShards } = await import('../shards/shards-command.ts');
        process.exitCode = await planShards(options);
      });
    command
      .command('merge')
      .description('judge the runs of all shards as one; a missing, doubled or foreign one is unknown')
      .argument('<set>', 'the file that `shards plan` wrote')
      .argument('<run...>', 'run ids or folders of evidence; beside them whole runs of other stages')
      .option('--full', 'print every reason, and each suite and aspect with the run that showed it')
      .option('--json', 'print JSON')
      .action(async (set: string, ids: readonly string[], options: MergeShards) => {
        const { mergeShards } = await import('../shards/shards-command.ts');
        process.exitCode = await mergeShards(set, ids, options);
      });
  },
});
