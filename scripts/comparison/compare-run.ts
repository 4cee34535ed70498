import type { Evidence } from '../../kernel/evidence.ts';
import { worst } from '../../kernel/verdict.ts';
import type { ComparedSuite, Comparison } from '../../reports/load/comparison.ts';
import type { RunRecord } from '../../reports/model/input.ts';
import type { Choose } from './choose.ts';
import { compareSuite, RULE, undecided } from './compare-suite.ts';
import { portray } from './portray.ts';
import type { Said } from '../../kernel/sentence.ts';

export interface CompareRequest {
  readonly record: RunRecord;
  /** Of the load suites. */
  readonly evidences: readonly Evidence[];
  readonly choose: Choose;
  readonly despitePlace: boolean;
  readonly now: Date;
}

/** Compares the load suites of a run with their baselines. None at all is `unknown`. */
export function compareRun(request: CompareRequest): Comparison {
  const suites = request.evidences.map((evidence) => compareOne(request, evidence));
  return {
    format: 1,
    run: request.record.facts.id,
    comparedAt: request.now.toISOString(),
    verdict: worst(suites.map(({ verdict }) => verdict)) as Comparison['verdict'],
    rule: { ...RULE },
    suites,
  };
}

function compareOne({ record, choose, despitePlace }: CompareRequest, evidence: Evidence): ComparedSuite {
  const suite = evidence.suite.name;
  const unknown = (said: Said): ComparedSuite => ({ suite, ...undecided(said) });
  const chosen = choose(suite);
  if ('none' in chosen) return unknown(chosen.none);
  if (evidence.ending !== 'completed') return unknown('the suite did not run to its end');
  const after = portray(record, evidence);
  return after ? compareSuite(chosen, after, despitePlace) : unknown('the suite recorded no load over time');
}
