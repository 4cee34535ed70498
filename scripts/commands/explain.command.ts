import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'explain',
  description: 'why the verdict of a stored run is what it is: sentences, the evidence of each, what to do',
  build(command) {
    command
      .argument('[run]', 'a run id', 'latest')
      .option('--json', 'print JSON')
      .action(async (id: string, options: { json?: boolean }) => {
        const { exitCodeOf } = await import('../../kernel/verdict.ts');
        const { findRun } = await import('../session/find-run.ts');
        const { judgeRun } = await import('../finish/judge-run.ts');
        const { explainRun } = await import('../explanation/explain-run.ts');
        const { demandedElsewhere } = await import('../explanation/demanded-elsewhere.ts');
        const { sayExplanation } = await import('../explanation/say-explanation.ts');
        const { terminalWidth } = await import('../terminal/fit.ts');
        const run = findRun(id);
        const judged = await judgeRun(run);
        const explained = explainRun(judged, await demandedElsewhere(judged.record));
        if (options.json) console.log(JSON.stringify(explained));
        else console.log(sayExplanation(run, explained, terminalWidth()));
        process.exitCode = exitCodeOf(explained.verdict);
      });
  },
});
