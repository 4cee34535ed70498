import { EXIT } from '../../kernel/errors.ts';
import { count } from '../../reports/format.ts';
import { defineCommand } from '../command.ts';
import { say } from '../../kernel/sentence.ts';

export default defineCommand({
  name: 'heal',
  description:
    'put back what killed runs left (processes, faults, folders), and seal and report their evidence',
  build(command) {
    command
      .option('--json', 'print JSON')
      .option(
        '--commands',
        'also run the commands by which faults are taken away: only of runs of your own, for they run as you',
      )
      .option(
        '--foreign',
        'also perform undos that this checkout did not write: whoever can write a run may have put them there, and they act as you',
      )
      .action(async (options: { json?: boolean; commands?: boolean; foreign?: boolean }) => {
        const { healAll } = await import('../heal/heal-all.ts');
        const { sayPublished } = await import('../finish/publish.ts');
        const { fixForUnhealed } = await import('../heal/say-healed.ts');
        const healed = await healAll({
          commands: options.commands === true,
          foreign: options.foreign === true,
        });
        if (options.json)
          console.log(JSON.stringify(healed.map((one) => ({ ...one, failures: one.failures.map(say) }))));
        else if (healed.length === 0) console.log('nothing to heal');
        for (const { id, undone, failures, published = [] } of options.json ? [] : healed) {
          console.log(
            `${id}: put back ${count(undone, 'thing')}${failures.length > 0 ? ', but not all:' : ''}`,
          );
          for (const failure of failures) console.log(`  ${say(failure)}`);
          for (const one of published) console.log(`  ${sayPublished(one)}`);
        }
        const fix = options.json ? undefined : fixForUnhealed(healed);
        if (fix !== undefined) console.log(fix);
        if (healed.some(({ failures }) => failures.length > 0)) process.exitCode = EXIT.unknown;
      });
  },
});
