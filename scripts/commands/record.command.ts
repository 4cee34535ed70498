import { relative } from 'node:path';
import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'record',
  description: "record what is done in a browser, by Playwright's recorder, as a plain spec",
  build(command) {
    command
      .argument('<url>', 'of the page to begin at')
      .option('--out <file>', 'a new file of the project', 'e2e/suites/recorded/recorded.spec.ts')
      .action(async (url: string, { out }: { out: string }) => {
        const { record } = await import('../record/record.ts');
        const { launcher } = await import('../run/repeat-command.ts');
        const { file, warnings } = await record({ url, out });
        console.log(`wrote ${file}`);
        for (const warning of warnings) console.log(`warning: ${warning}`);
        const named = `./${relative(process.cwd(), file)}`;
        console.log(`next: ${launcher()} run ${named} --base-url ${new URL(url).origin}`);
      });
  },
});
