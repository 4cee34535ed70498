import { defineCommand } from '../command.ts';
import type { WaiveOptions } from '../waive/waive.ts';

export default defineCommand({
  name: 'waive',
  description: 'accept one failed check or finding for a while: adds a waiver to waivers.json',
  build(command) {
    command
      .argument('[of]', 'a check id or the fingerprint of a finding; without it: what could be waived')
      .option('--from <run>', 'the run that it blocks', 'latest')
      .option('--suite <suite>', 'the suite that tells it (default: as the run says)')
      .option('--expires <date>', 'the first day on which it no longer holds, at most 90 days from now')
      .option('--owner <who>', 'who mends it')
      .option('--approver <who>', 'who has allowed it: somebody else')
      .option('--ticket <address>', 'where it is followed up')
      .option('--reason <text>', 'why it may fail')
      .option('--flaky', 'of a check that comes and goes: quarantines it; it proves nothing meanwhile')
      .action(async (of: string | undefined, options: WaiveOptions) => {
        const { sayWaivable, waive } = await import('../waive/waive.ts');
        console.log(of === undefined ? await sayWaivable(options.from) : await waive(of, options));
      });
  },
});
