import { describe, expect, it } from 'vitest';
import { gate, type GateDecision } from '../../kernel/gate.ts';
import type { ReportInput } from './input.ts';
import { buildModel } from './model.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { suiteOf } from '../testing/sample-suite.ts';

function rejudged(input: ReportInput): GateDecision {
  return gate({ ...input, planned: input.run.planned });
}

describe('thresholds as rows', () => {
  it.each([
    ['http_req_duration.p95', 'fail', '412 ms > 300 ms'],
    ['http_req_duration.p99', 'pass', '731 ms ≤ 800 ms'],
    ['http_req_failed', 'pass', '0.41 % < 1 %'],
    ['http_reqs.rate', 'pass', '170 ≥ 120 requests/s'],
  ])('%s: %s, %s', (metric, verdict, relation) =>
    expect(suiteOf('fail', 'load/peak').thresholds.find((row) => row.metric === metric)).toMatchObject({
      verdict,
      relation,
    }),
  );

  it('without a value have no bar', () => {
    const [row] = suiteOf('unknown', 'load/smoke').thresholds;
    expect(row).toMatchObject({ verdict: 'unknown', relation: 'not measured', value: 'not measured' });
    expect(row).not.toHaveProperty('bar');
  });

  it('with too few samples say how many are needed', () => {
    const row = suiteOf('pass', 'load/smoke');
    const metrics = row.evidence?.metrics.map((metric) => ({ ...metric, samples: 3 })) ?? [];
    const input = sampleRun('pass');
    const evidences = input.evidences.map((one) => (one.suite.name === row.name ? { ...one, metrics } : one));
    const decision = rejudged({ ...input, evidences });
    const judged = { ...input, evidences, decision, decisions: decision.suites };
    const smoke = buildModel(judged).suites.find((suite) => suite.name === row.name);
    expect(smoke?.thresholds[0]?.relation).toBe('96.1 ms from 3 samples, 100 needed');
  });
});
