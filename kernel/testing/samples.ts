import type { Evidence } from '../evidence.ts';
import type { KindDefinition } from '../kind.ts';
import type { ResolvedSuite, ResolvedThreshold } from '../suite.ts';
import type { Waiver } from '../waiver.ts';

/** A suite that asks for one check and sets no threshold. */
export function sampleSuite(overrides: Partial<ResolvedSuite> = {}): ResolvedSuite {
  return {
    name: 'e2e/login',
    title: 'Users sign in',
    owner: 'team-web',
    engine: 'playwright',
    stages: ['smoke'],
    tags: [],
    effect: 'reads',
    needs: [],
    permissions: [],
    proves: [],
    timeoutMs: 1000,
    weight: 'light',
    thresholds: [],
    expects: { checks: 1 },
    options: {},
    ...overrides,
  };
}

export function sampleThreshold(overrides: Partial<ResolvedThreshold> = {}): ResolvedThreshold {
  return { metric: 'api.p95', op: '<', limit: 300, unit: 'ms', minSamples: 10, ...overrides };
}

/** Evidence of a completed suite whose one check passed. */
export function sampleEvidence(overrides: Partial<Evidence> = {}): Evidence {
  return {
    run: 'run-1',
    suite: sampleSuite(),
    environment: 'local',
    target: { name: 'reference', version: '1.0.0' },
    engine: { name: 'playwright', toolKind: 'e2e' },
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: '2026-01-01T00:00:01.000Z',
    checks: [sampleCheck()],
    metrics: [],
    findings: [],
    artifacts: [],
    events: [],
    ending: 'completed',
    ...overrides,
  };
}

export function sampleCheck(overrides: Partial<Evidence['checks'][number]> = {}): Evidence['checks'][number] {
  return { id: 'login › works', outcome: 'passed', durationMs: 5, proves: [], attempt: 1, ...overrides };
}

export function sampleKind(name: string): KindDefinition {
  return { name, title: name, order: 0, view: 'checks' };
}

/** Of the one check of `sampleEvidence`, for two months from May 2026 on. */
export function sampleWaiver(overrides: Partial<Waiver> = {}): Waiver {
  return {
    of: 'login › works',
    suite: 'e2e/login',
    reason: 'known',
    ticket: 'HARNESS-1',
    owner: 'me',
    approver: 'you',
    created: '2026-05-25',
    expires: '2026-07-31',
    ...overrides,
  };
}
