import pc from 'picocolors';
import { count, sayDuration, shorten } from '../../../reports/format.ts';
import {
  modulesOf,
  scoreOf,
  scoresBy,
  type Score,
  type Share,
} from '../../../reports/detection/mutants/score.ts';
import type { MutantOutcome, Trial } from '../../../reports/detection/mutants/trial.ts';
import type { DetectionLog } from '../detection-log.ts';

const MARKS: Readonly<Record<MutantOutcome, string>> = {
  killed: pc.green('✓ killed'),
  'killed grossly': pc.green('✓ killed grossly'),
  survived: pc.red('✗ survived'),
  'not covered': pc.red('✗ not covered'),
  'not started': pc.dim('– not started'),
  equivalent: pc.dim('– equivalent'),
  unknown: pc.yellow('? unknown'),
};

/** A mutant's trial in one line, and one more that says what saw it. */
export function sayTrial(at: string, { mutant, outcome, sight, durationMs, passed }: Trial): string {
  const change = `${shorten(oneLine(mutant.original), 50)} → ${shorten(oneLine(mutant.replacement), 50) || '(nothing)'}`;
  const head = `${at}  ${MARKS[outcome]}  ${mutant.file}:${mutant.line} ${mutant.mutator}: ${change} ${pc.dim(`(${sayDuration(durationMs)})`)}`;
  const seen = sight && [sight.suite, sight.what, sight.observed].filter(Boolean).join(': ');
  const line = seen ?? (outcome === 'survived' ? `seen by none of ${passed.join(', ')}` : undefined);
  return line === undefined ? head : `${head}\n    ${shorten(oneLine(line), 200)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** What it all amounts to. */
export function sayScore(
  trials: readonly Trial[],
  { tookMs, clean }: Pick<DetectionLog, 'tookMs' | 'clean'>,
): string {
  const of = (outcome: MutantOutcome) => trials.filter((trial) => trial.outcome === outcome).length;
  const rows = (title: string, scores: readonly (Score & { part: string })[]) => [
    title,
    ...scores.map(
      ({ part, killed, specifically }) =>
        `  ${part.padEnd(24)} ${sayShare(killed).padEnd(34)} specifically ${sayShare(specifically)}`,
    ),
  ];
  const { killed, specifically } = scoreOf(trials);
  const alarms = clean.flatMap(({ suites }) => suites.filter(({ verdict }) => verdict === 'fail')).length;
  return [
    ...rows('by module', scoresBy(trials, modulesOf(trials))),
    ...rows(
      'by mutator',
      scoresBy(trials, ({ mutant }) => mutant.mutator),
    ),
    ...rows(
      'by whose mutator',
      scoresBy(trials, ({ mutant }) => (mutant.own ? 'own' : "Stryker's")),
    ),
    ...rows('kills by suite', []),
    ...killsBy(trials),
    '',
    `killed        ${sayShare(killed)}`,
    `specifically  ${sayShare(specifically)}`,
    `${of('survived')} survived, ${of('not covered')} not covered, ${of('not started')} not started, ${of('equivalent')} equivalent, ${of('unknown')} unknown`,
    `${count(alarms, 'false alarm')} in ${count(clean.length, 'clean run')}; ${sayDuration(tookMs.mutant / Math.max(1, trials.length))} a mutant`,
  ].join('\n');
}

function killsBy(trials: readonly Trial[]): readonly string[] {
  const by = Map.groupBy(
    trials.filter(({ outcome }) => outcome === 'killed' || outcome === 'killed grossly'),
    ({ sight }) => sight?.suite ?? 'the start',
  );
  return [...by]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([suite, of]) => `  ${suite.padEnd(24)} ${of.length}`);
}

/** `61 % (42 of 69; 49 to 71 %)`. */
export function sayShare({ of, all, from, to }: Share): string {
  const percent = (share: number) => Math.round(share * 100);
  return `${percent(all === 0 ? 0 : of / all)} % (${of} of ${all}; ${percent(from)} to ${percent(to)} %)`;
}
