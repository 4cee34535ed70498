import { EXIT } from '../../kernel/errors.ts';
import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'evidence',
  description: 'what runs have left on disk',
  build(command) {
    command
      .command('list')
      .description(
        'every run, the newest first: status, verdict, where, when, and who published it. Looks at manifests, run.json and sizes; verify looks at everything',
      )
      .option('--json', 'print JSON')
      .action(async (options: { json?: boolean }) => {
        const { listRuns } = await import('../../evidence/store.ts');
        const { EVIDENCE } = await import('../session/places.ts');
        const { atAGlance } = await import('../session/at-a-glance.ts');
        const { publishersAtAGlance, sayOutcomes } = await import('../finish/publishers-at-a-glance.ts');
        const runs = listRuns(EVIDENCE).map(atAGlance).map(publishersAtAGlance);
        if (options.json) {
          console.log(
            JSON.stringify(
              runs.map(({ id, folder, run, problem, publishers }) => ({
                ...{ id, folder, problem, publishers },
                ...run,
              })),
            ),
          );
          return;
        }
        const { table } = await import('../terminal/table.ts');
        const rows = runs.map(({ id, run, problem, publishers }) => [
          id,
          problem !== undefined && run?.status === 'running' ? 'killed' : (run?.status ?? 'unreadable'),
          run?.verdict ?? (problem === undefined ? '' : 'unknown'),
          run?.environment.name ?? '',
          run?.detection ? (run.detection.defect?.id ?? 'clean run') : (run?.stage ?? ''),
          run?.startedAt ?? '',
          sayOutcomes(publishers),
        ]);
        console.log(
          rows.length === 0
            ? 'no run yet'
            : table(
                [
                  'run',
                  'status',
                  'verdict',
                  'environment',
                  'stage or defect',
                  'started (UTC)',
                  'published by',
                ],
                rows,
              ),
        );
        for (const { id, problem } of runs) if (problem !== undefined) console.log(`${id}: ${problem}`);
      });
    command
      .command('verify')
      .description('check offline that a run is complete and unchanged: files, hash chains, seals')
      .argument('[run]', 'a run id, or a folder of evidence', 'latest')
      .option(
        '--digest <digest>',
        'the evidence digest that it must have, as a report or a colleague names it',
      )
      .option('--json', 'print JSON')
      .action(async (id: string, options: { json?: boolean; digest?: string }) => {
        const { verify, digestProblems, digestOf } = await import('../../evidence/verify.ts');
        const { findRun } = await import('../session/find-run.ts');
        const { printable } = await import('../../kernel/printable.ts');
        const run = findRun(id);
        const { folder } = run;
        const problems = [...(await verify(folder)), ...digestProblems(run, options.digest)];
        const intact = problems.length === 0;
        const digest = intact ? digestOf(run) : undefined;
        if (options.json) console.log(JSON.stringify({ folder, intact, digest, problems }));
        else if (intact) console.log(`${folder}: intact, digest ${String(digest)}`);
        else for (const { path, problem } of problems) console.log(printable(`${path} ${problem}`));
        if (problems.length > 0) process.exitCode = EXIT.fail;
      });
  },
});
