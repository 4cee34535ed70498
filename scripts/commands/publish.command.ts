import { EXIT, InfraError } from '../../kernel/errors.ts';
import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'publish',
  description: 'hand a sealed run to those publishers of harness.config.ts that have not published it',
  build(command) {
    command
      .argument('[run]', 'a run id', 'latest')
      .option('--json', 'print JSON')
      .action(async (id: string, options: { json?: boolean }) => {
        const { publishMissing, sayPublished } = await import('../finish/publish.ts');
        const { withHealLock } = await import('../heal/heal-lock.ts');
        const { findRun } = await import('../session/find-run.ts');
        const { isOwnerGone } = await import('../session/owner-of-run.ts');
        const run = findRun(id);
        if (isOwnerGone(run) === false)
          throw new InfraError(`${run.id} still goes on, and publishes by itself once it is sealed`);
        await withHealLock(run.folder, async () => {
          const published = await publishMissing(run);
          if (options.json) console.log(JSON.stringify({ run: run.id, published }));
          else if (published.length === 0) console.log(`${run.id}: nothing is left to publish`);
          else for (const one of published) console.log(sayPublished(one));
          if (published.some(({ outcome }) => outcome === 'failed')) process.exitCode = EXIT.unknown;
        });
      });
  },
});
