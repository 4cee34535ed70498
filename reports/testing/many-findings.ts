import { gate, type Waiver } from '../../kernel/gate.ts';
import type { ReportInput } from '../model/input.ts';
import { sampleRun } from './sample-run.ts';
import { check, evidence, finding, limit, metric, planned, suite } from './suite-samples.ts';

/** A scan that found `found` things of medium severity, of which the first `waived` are. */
export function manyFindings(found: number, waived: number): ReportInput {
  const input = sampleRun('pass');
  const plan = planned(
    suite('security/passive', 'What pages and answers reveal', {
      engine: 'zap',
      thresholds: [limit('findings.medium', '==', 0, 'findings', 20)],
    }),
    'dast',
  );
  const findings = Array.from({ length: found }, (_, index) =>
    finding('csp', 5.3, 'No Content-Security-Policy', `GET /page-${index}`, 693),
  );
  const scan = evidence(plan, [0, 9], {
    checks: [check('the scanner finds the planted canary')],
    metrics: [metric('findings.examined', 318, 'exchanges', 1)],
    findings,
  });
  const waivers = findings.slice(0, waived).map(({ fingerprint }) => waiving(fingerprint));
  const run = { ...input.run, planned: [plan] };
  const policy = { required: [], mustProve: [], flakes: 0 };
  const decision = gate({ planned: run.planned, evidences: [scan], policy, waivers, now: input.now });
  return { ...input, run, evidences: [scan], policy, waivers, decision, decisions: decision.suites };
}

export function waiving(of: string): Waiver {
  return {
    of,
    suite: 'security/passive',
    reason: 'known',
    ticket: 'WEB-7',
    owner: 'Web team',
    approver: 'M. Osei',
    created: '2026-11-14',
    expires: '2026-12-03',
  };
}
