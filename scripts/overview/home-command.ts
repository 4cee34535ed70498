import { makeHome } from '../home/home.ts';
import { verdictOf } from '../../reports/home/run-row.ts';
import { EVIDENCE, REPORTS } from '../session/places.ts';
import { signHere } from '../session/undo-key.ts';

/** Where the page is, and what of the runs does not count. */
export async function homeCommand({ json }: { readonly json?: boolean }): Promise<void> {
  const places = { evidence: EVIDENCE, reports: REPORTS };
  const { file, rows } = await makeHome({ places, sign: signHere, newest: Infinity });
  if (json) {
    const runs = rows.map((row) => ({ ...row, verdict: verdictOf(row) }));
    console.log(JSON.stringify({ file, runs }));
    return;
  }
  for (const { id, state, why } of rows)
    if (state !== 'sealed' && state !== 'going on') console.log(`${id}: not counted: ${why ?? state}`);
  console.log(file);
}
