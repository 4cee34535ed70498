import { say } from '../../../kernel/sentence.ts';
import { count } from '../../../reports/format.ts';
import { OPERATORS } from './mutants.ts';
import { LEAST_FLIPPED, shareFlipped, type GateProof, type TriedMutant } from './prove-gate.ts';

/** How well the gate blocks, and by name all that it let through. */
export function sayProof({ base, seeds, mutants, of, verdict }: GateProof): string {
  const blocked = seeds.filter((one) => one.blocked).length;
  const missed = seeds.filter((one) => !one.blocked);
  return [
    `gate proof: ${verdict}`,
    `${blocked} of ${count(seeds.length, 'made case')} blocked, each by the rule that it was made for`,
    ...missed.map(({ rule, verdict: got }) => `  not blocked (${got}): ${rule}`),
    ...(mutants.length === 0 ? [sayNone(base)] : sayMutants(mutants, of)),
  ].join('\n');
}

function sayNone(base: GateProof['base']): string {
  return say({
    what: `no mutant was tried: the runs come to ${base} as they are, so nothing can be flipped`,
    fix: 'give runs that pass together; ./harness gate says what is in the way',
  });
}

function sayMutants(mutants: readonly TriedMutant[], of: number): readonly string[] {
  const flipped = mutants.filter((one) => one.flipped).length;
  const survivors = mutants.filter((one) => !one.flipped);
  const percent = Math.floor(shareFlipped(mutants) * 1000) / 10;
  const sample = of === mutants.length ? '' : `, a sample of ${of},`;
  const rows = OPERATORS.flatMap((operator) => {
    const own = mutants.filter((one) => one.operator === operator);
    if (own.length === 0) return [];
    return [`  ${operator.padEnd(18)}${own.filter((one) => one.flipped).length} of ${own.length}`];
  });
  return [
    `${flipped} of ${count(mutants.length, 'mutant')}${sample} flipped the verdict: ${percent} %, and at least ${LEAST_FLIPPED * 100} % must`,
    ...rows,
    ...(survivors.length === 0 ? ['no survivor'] : survivors.flatMap(saySurvivor)),
  ];
}

function saySurvivor({ operator, run, suite, what, verdict, because }: TriedMutant): readonly string[] {
  return [
    `survivor: ${operator}: ${run}${suite === undefined ? '' : ` ${suite}`}: ${what}: ${verdict}`,
    because === undefined ? '  nothing explains it: the gate has a hole' : `  ${because}`,
  ];
}
