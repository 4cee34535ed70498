import type { RunFolder } from '../../../evidence/store.ts';
import { configSchema, type HarnessConfig } from '../../../kernel/config.ts';
import { makeRun, type MadeRun } from '../testing/made-run.ts';
import type { GateRequest } from '../gate-runs.ts';

const NOW = new Date('2026-11-30T12:00:00Z');

/** Runs that pass together, and what they are held to. */
export interface GoodEvidence {
  readonly request: GateRequest;
  readonly config: HarnessConfig;
}

/** What each rule of the gate has something to say of: every field of a policy demands something, and is met. */
export const MADE_CONFIG = configSchema.parse({
  stages: {
    release: {
      required: ['e2e/login', 'security/passive', 'load/soak'],
      mustProve: ['FUN-01/user-login', 'SEC-02/api', 'PER-04/latency'],
      kinds: ['e2e', 'security', 'load'],
      fresh: [{ stage: 'soak', days: 7 }],
    },
  },
  otherwise: {},
});

/** Makes a run of today below that folder and a soak of last week, which are a release together. */
export function makeGoodEvidence(root: string): GoodEvidence {
  const runs = [makeRun({ root, ...TODAY }), makeRun({ root, ...LAST_WEEK })];
  return { request: requestOf(runs), config: MADE_CONFIG };
}

function requestOf(runs: readonly RunFolder[]): GateRequest {
  return { runs, stage: 'release', environment: 'staging', now: NOW };
}

const TODAY: Omit<MadeRun, 'root'> = {
  id: '20261130_1000_main_1a2b3c4_0001',
  suites: [
    {
      name: 'e2e/login',
      checks: [
        { id: 'login › a user', proves: ['FUN-01/user-login'], assertions: 3 },
        { id: 'login › a wrong password', assertions: 2 },
        { id: 'login › again', assertions: 1 },
      ],
    },
    {
      name: 'security/passive',
      checks: [{ id: 'scan › the api', proves: ['SEC-02/api'] }],
      metrics: [{ name: 'findings.examined', value: 40, unit: 'exchanges', samples: 40 }],
      findings: [
        {
          rule: 'cookie',
          fingerprint: 'cookie-1',
          severity: 3,
          title: 'A cookie without SameSite',
          where: '/login',
          fix: 'set it',
        },
      ],
      thresholds: [
        { metric: 'findings.critical', op: '==', limit: 0, unit: 'findings', minSamples: 10 },
        { metric: 'findings.high', op: '==', limit: 0, unit: 'findings', minSamples: 10 },
      ],
    },
  ],
};

const LAST_WEEK: Omit<MadeRun, 'root'> = {
  id: '20261125_1000_main_1a2b3c4_0002',
  endedAt: '2026-11-25T10:00:00.000Z',
  facts: { stage: 'soak' },
  suites: [
    {
      name: 'load/soak',
      checks: [{ id: 'soak › no exception', proves: ['PER-04/latency'] }],
      metrics: [
        { name: 'api.p95', value: 120, unit: 'ms', samples: 90_000 },
        { name: 'rate', value: 55, unit: '/s', samples: 90_000 },
      ],
      thresholds: [
        { metric: 'api.p95', op: '<', limit: 300, unit: 'ms', minSamples: 1000 },
        { metric: 'rate', op: '>=', limit: 50, unit: '/s', minSamples: 1000 },
      ],
    },
  ],
};
