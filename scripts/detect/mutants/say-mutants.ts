import pc from 'picocolors';
import { count, sayDuration, shorten } from '../../../reports/format.ts';
import type { Mutation } from '../../../reports/detection/mutants/mutation.ts';
import {
  killsBySuite,
  partsOf,
  sayShare,
  sentenceOfMutation,
} from '../../../reports/detection/mutants/mutation-sums.ts';
import type { MutantOutcome, Trial } from '../../../reports/detection/mutants/trial.ts';

const MARKS: Readonly<Record<MutantOutcome, string>> = {
  killed: pc.green('✓ killed'),
  'killed grossly': pc.green('✓ killed grossly'),
  survived: pc.red('✗ survived'),
  'not covered': pc.red('✗ not covered'),
  'not started': pc.dim('– not started'),
  equivalent: pc.dim('– equivalent'),
  unknown: pc.yellow('? unknown'),
};

/** A mutant's trial in one line, and one more that says what saw it, or who did not. */
export function sayTrial(at: string, { mutant, outcome, sight, durationMs, passed }: Trial): string {
  const { file, line, mutator, original, replacement } = mutant;
  const change = `${shorten(oneLine(original), 50)} → ${shorten(oneLine(replacement), 50) || '(nothing)'}`;
  const took = pc.dim(`(${sayDuration(durationMs)})`);
  const head = `${at}  ${MARKS[outcome]}  ${file}:${line} ${mutator}: ${change} ${took}`;
  const seen = sight && [sight.suite, sight.what, sight.observed].filter(Boolean).join(': ');
  const said = seen ?? (outcome === 'survived' ? `seen by none of ${passed.join(', ')}` : undefined);
  return said === undefined ? head : `${head}\n    ${shorten(oneLine(said), 200)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** What it all amounts to. */
export function sayMutation(mutation: Mutation): string {
  const { trials, tookMs } = mutation;
  return [
    ...partsOf(mutation).flatMap(({ by, scores }) => [
      by,
      ...scores.map(
        ({ part, killed, specifically }) =>
          `  ${part.padEnd(24)} ${sayShare(killed).padEnd(32)} specifically ${sayShare(specifically)}`,
      ),
    ]),
    'Killed first by',
    ...killsBySuite(trials).map(([suite, kills]) => `  ${suite.padEnd(24)} ${kills}`),
    '',
    `${sentenceOfMutation(mutation)}.`,
    pc.dim(
      `${count(trials.length, 'mutant')} tried, ${sayDuration(tookMs.mutants / Math.max(1, trials.length))} each`,
    ),
  ].join('\n');
}
