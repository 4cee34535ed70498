import { join } from 'node:path';
import { writeAtomically } from '../../../evidence/disk.ts';
import { finalTrials } from '../../../reports/detection/mutants/score.ts';
import type { Trial } from '../../../reports/detection/mutants/trial.ts';

/** Writes what no suite noticed as a work list, for programs and for people. */
export function writeSurvivors(folder: string, trials: readonly Trial[]): { json: string; text: string } {
  const survivors = finalTrials(trials)
    .filter(({ outcome }) => outcome === 'survived' || outcome === 'not covered')
    .sort((a, b) => a.mutant.file.localeCompare(b.mutant.file) || a.mutant.start - b.mutant.start);
  const files = { json: join(folder, 'survivors.json'), text: join(folder, 'survivors.txt') };
  writeAtomically(files.json, `${JSON.stringify(survivors, undefined, 1)}\n`);
  writeAtomically(files.text, `${survivors.map(sayed).join('\n')}\n`);
  return files;
}

function sayed({ mutant, diff, outcome, passed }: Trial): string {
  const ran = passed.length === 0 ? 'no suite runs it' : `seen by none of ${passed.join(', ')}`;
  return `${mutant.id}  ${mutant.mutator}, ${outcome}: ${ran}\n${diff}\n`;
}
