import { join } from 'node:path';
import { writeAtomically } from '../../../evidence/disk.ts';
import { survivorsOf } from '../../../reports/detection/mutants/mutation-sums.ts';
import { finalTrials } from '../../../reports/detection/mutants/score.ts';
import type { Trial } from '../../../reports/detection/mutants/trial.ts';

/** Writes what no suite noticed so far as a work list, for programs and for people; gives the file for people. */
export function writeSurvivors(folder: string, trials: readonly Trial[]): string {
  const survivors = survivorsOf(finalTrials(trials));
  const text = join(folder, 'survivors.txt');
  writeAtomically(join(folder, 'survivors.json'), `${JSON.stringify(survivors, undefined, 1)}\n`);
  writeAtomically(text, survivors.map(entryOf).join('\n'));
  return text;
}

function entryOf({ mutant, diff, outcome, passed, kind }: Trial): string {
  const ran = passed.length === 0 ? `no suite of ${kind} runs it` : `seen by none of ${passed.join(', ')}`;
  return `${mutant.id}  ${mutant.mutator}, ${outcome}: ${ran}\n${diff}\n`;
}
