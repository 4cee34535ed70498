import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'judge',
  description: 'judge a stored run again from its evidence alone; changes nothing',
  build(command) {
    command
      .argument('[run]', 'a run id', 'latest')
      .option('--json', 'print JSON')
      .action(async (id: string, options: { json?: boolean }) => {
        const { exitCodeOf } = await import('../../kernel/verdict.ts');
        const { findRun } = await import('../session/find-run.ts');
        const { judgeRun } = await import('../finish/judge-run.ts');
        const { sayDecision } = await import('../terminal/say-decision.ts');
        const run = findRun(id);
        const { decision } = await judgeRun(run);
        const { verdict, rehearsal, reasons } = decision;
        const said = { run: run.id, verdict, ...(rehearsal && { rehearsal }), reasons };
        if (options.json) console.log(JSON.stringify(said));
        else console.log(sayDecision(run.id, decision));
        process.exitCode = exitCodeOf(verdict);
      });
  },
});
