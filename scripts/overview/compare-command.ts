import { join } from 'node:path';
import { ConfigError } from '../../kernel/errors.ts';
import { sayChanged, sayChanges } from '../../reports/home/changes.ts';
import { compareRuns } from '../../reports/model/compare-runs.ts';
import type { RunSummary } from '../../reports/model/history.ts';
import { readSummary } from '../home/look-at-run.ts';
import { whyDoubted, writeComparison } from '../home/home.ts';
import { indexedRuns } from '../home/run-index.ts';
import { findRun } from '../session/find-run.ts';
import { EVIDENCE, reportFolder, REPORTS } from '../session/places.ts';
import { signHere } from '../session/undo-key.ts';

const TOLD = ['red', 'no answer', 'still red', 'fixed', 'gone', 'added'];

/** Says what changed between two runs, and writes its page. It judges nothing: what became red is told, whatever it was compared with. */
export async function compareCommand(
  before: string,
  after: string,
  { json }: { readonly json?: boolean },
): Promise<void> {
  const [first, second] = [before, after].map((id) => findRun(id).id);
  if (first === second)
    throw new ConfigError({
      what: `got the run ${first ?? ''} twice`,
      fix: 'name two runs; ./harness evidence list names them',
    });
  const places = { evidence: EVIDENCE, reports: REPORTS };
  const rows = indexedRuns({ places, sign: signHere });
  const compared = compareRuns(summaryOf(first), summaryOf(second));
  const warnings = [first, second]
    .flatMap((id) => rows.find((row) => row.id === id) ?? [])
    .flatMap((row) => whyDoubted(row) ?? []);
  const page = join(REPORTS, 'runs', await writeComparison(places, compared, warnings, new Date()));
  if (json) {
    console.log(JSON.stringify({ ...compared, warnings, page }));
    return;
  }
  for (const warning of warnings) console.log(`warning: ${warning}`);
  for (const { suite, change, before: was, after: is } of compared.suites)
    if (TOLD.includes(change))
      console.log(`${change.padEnd(10)} ${suite}: ${was ?? 'not run'} → ${is ?? 'not run'}`);
  const said = [
    sayChanges(compared) ?? 'no suite is other than it was',
    sayChanged(compared.problems, 'problem'),
  ];
  console.log(said.filter((one) => one !== undefined).join('; '));
  console.log(page);
}

function summaryOf(id = ''): RunSummary {
  const summary = readSummary(reportFolder(id), id);
  if (summary !== undefined) return summary;
  throw new ConfigError({ what: `${id} has no report to compare`, fix: `./harness report ${id}` });
}
