import { relative } from 'node:path';
import type { RunFolder } from '../../evidence/store.ts';
import { printable, printableLines } from '../../kernel/printable.ts';
import { VERDICT_SIGNS } from '../../reports/format.ts';
import { indented } from '../terminal/fit.ts';
import type { Explanation } from './explain-run.ts';
import type { Point } from './point.ts';
import type { Place } from './proof.ts';

/** An explanation for a terminal: each thing as a sentence, below it where the evidence says so, and what to do. */
export function sayExplanation(
  { folder }: Pick<RunFolder, 'folder'>,
  { run, verdict, rehearsal, decides, follows, holds, notShown, repeat }: Explanation,
  width: number,
): string {
  const section = (title: string, points: readonly Point[]) =>
    points.length === 0 ? [] : ['', title, ...points.flatMap((point) => sayPoint(point, folder, width))];
  return [
    `${run}: ${verdict}${rehearsal ? ', in rehearsal: nobody may release on it' : ''}`,
    ...section(`${verdict}, because`, decides),
    ...section('which is also why', follows),
    ...section(`${verdict}, for`, holds),
    ...section('what this does not say', notShown),
    '',
    'the whole again',
    `  ${repeat}`,
  ].join('\n');
}

function sayPoint({ verdict, says, proof, next, repeat }: Point, folder: string, width: number) {
  const [first = '', ...others] = indented(printable(says).split(' '), 4, width);
  const row = (name: string, text: string) => `    ${name.padEnd(8)} ${text}`;
  return [
    `  ${verdict === undefined ? '·' : VERDICT_SIGNS[verdict]} ${first.trimStart()}`,
    ...others,
    ...proof.map((place) => row('proof', sayPlace(place, folder))),
    ...(next === undefined
      ? []
      : [row('next', printableLines(next).replaceAll('\n', `\n${' '.repeat(13)}`))]),
    ...(repeat === undefined ? [] : [row('repeat', printable(repeat))]),
  ];
}

/** As editors and terminals open it: from where the user is, `file:line`. */
function sayPlace({ file, line }: Place, folder: string): string {
  const path = relative(process.cwd(), `${folder}/${file}`);
  return printable(line === undefined ? path : `${path}:${line}`);
}
