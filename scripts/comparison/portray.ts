import type { Evidence } from '../../kernel/evidence.ts';
import type { RunRecord } from '../../reports/model/input.ts';
import type { Baseline } from './baseline.ts';
import { loadOf } from './load-of.ts';
import { seriesOf } from './series-of.ts';

/** What a suite's load measured, and where and how; undefined where it journalled no load. */
export function portray({ facts, tools, target }: RunRecord, evidence: Evidence): Baseline | undefined {
  const load = loadOf(evidence);
  if (load === undefined || evidence.target === undefined) return undefined;
  const { profile, scale, workers, offered } = load.plan;
  const k6 = tools.find(({ name }) => name === 'k6')?.version;
  return {
    format: 1,
    suite: evidence.suite.name,
    branch: facts.git?.branch ?? '',
    run: facts.id,
    ...(facts.git && { commit: `${facts.git.commit}${facts.git.dirty ? '+' : ''}` }),
    date: facts.startedAt,
    harness: facts.harness.version,
    ...(k6 !== undefined && { k6 }),
    environment: facts.environment.name,
    target: { ...evidence.target, ...(target?.commit !== undefined && { commit: target.commit }) },
    machine: facts.machine,
    load: { ...(profile !== undefined && { profile }), scale, workers, offered },
    series: seriesOf(load),
  };
}
