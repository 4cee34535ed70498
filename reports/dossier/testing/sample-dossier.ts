import type { Dossier, DossierAspect } from '../dossier.ts';

export const SAMPLE_NOW = new Date('2026-11-30T12:00:00.000Z');

function aspect(reference: string, state: DossierAspect['state'], demanded = true): DossierAspect {
  const runs = state === 'proven' ? ['20261130_1000_main_1a2b3c4_0001'] : [];
  return { reference, says: `What ${reference} says.`, state, demanded, runs, suites: ['e2e/login'] };
}

/** A dossier of which the gate passes; nobody has approved it. */
export function sampleDossier(overrides: Partial<Dossier> = {}): Dossier {
  return {
    format: 'harness-go-no-go/1',
    at: '2026-11-30T11:00:00.000Z',
    stage: 'release',
    environment: { name: 'staging', title: 'Staging.' },
    target: { name: 'shop', version: '1.4.0', commit: '1a2b3c41a2b3c41a2b3c4' },
    commit: '1a2b3c4',
    authors: ['author@example.com'],
    verdict: 'pass',
    rehearsal: false,
    reasons: [],
    runs: [
      {
        id: '20261130_1000_main_1a2b3c4_0001',
        digest: 'd'.repeat(64),
        stage: 'pr',
        whole: true,
        startedAt: '2026-11-30T10:00:00.000Z',
        endedAt: '2026-11-30T10:30:00.000Z',
        suites: 2,
        checks: 20,
      },
    ],
    suites: [{ name: 'e2e/login', verdict: 'pass', run: '20261130_1000_main_1a2b3c4_0001' }],
    domains: [
      {
        id: 'testing',
        title: 'Testing',
        asks: 'Does it do what it should?',
        requirements: [
          {
            id: 'FUN-01',
            sentence: 'Users sign in.',
            priority: 'critical',
            aspects: [aspect('FUN-01/user', 'proven'), aspect('FUN-01/admin', 'not-applicable')],
          },
        ],
      },
      {
        id: 'docs',
        title: 'Documents',
        asks: 'Can people work by them?',
        requirements: [
          {
            id: 'DOC-03',
            sentence: 'Troubleshooting.',
            priority: 'medium',
            aspects: [aspect('DOC-03/5xx', 'unproven', false)],
          },
        ],
      },
    ],
    rollback: { plan: 'Deploy the version before.', owner: 'team-web', minutes: 5 },
    risks: [],
    waivers: [],
    rule: { approvals: 2, days: 7 },
    digests: { policy: 'p', waivers: 'w', risks: 'r', detection: 'none', approvers: 'a' },
    ...overrides,
  };
}
