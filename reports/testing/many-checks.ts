import { gate } from '../../kernel/gate.ts';
import type { ReportInput } from '../model/input.ts';
import { sampleRun } from './sample-run.ts';
import { check, evidence, limit, metric, planned, suite, type SuiteSample } from './suite-samples.ts';

const SUITES = 40;

/** A large run: `checks` checks over 40 suites, the first `failed` of which failed. */
export function manyChecks(checks: number, failed: number): ReportInput {
  const input = sampleRun('pass');
  const suites = Array.from({ length: SUITES }, (_, index) => suiteOf(index, checks, failed));
  const run = { ...input.run, planned: suites.map((one) => one.planned) };
  const evidences = suites.flatMap((one) => (one.evidence ? [one.evidence] : []));
  const policy = { required: [], mustProve: [], flakes: 0 };
  const decision = gate({ planned: run.planned, evidences, policy, waivers: [], now: input.now });
  return { ...input, run, evidences, policy, decision, decisions: decision.suites };
}

function suiteOf(index: number, checks: number, failed: number): SuiteSample {
  const size = checks / SUITES;
  const thresholds = [limit('p95', '<=', 300, 'ms', 1)];
  const plan = planned(suite(`e2e/area-${index}`, `What area ${index} does`, { thresholds }), 'e2e');
  const own = Array.from({ length: size }, (_, place) => {
    const number = index * size + place;
    const id = `area-${index}.spec.ts › case ${number} does what it should › chromium`;
    const outcome = number < failed ? 'failed' : 'passed';
    const requirement = `FUN-${String((number % 12) + 1).padStart(2, '0')}`;
    const detail = `Error: expected\n\nExpected: ${number}\nReceived: 0`;
    return check(id, [requirement], { outcome, ...(outcome === 'failed' && { detail }) });
  });
  return {
    planned: plan,
    evidence: evidence(plan, [10, 20], { checks: own, metrics: [metric('p95', 120, 'ms', 50)] }),
  };
}
