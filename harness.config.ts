import { loadRequirements } from './fixtures/requirements/requirements.ts';
import { defineHarness } from './kernel/config.ts';
import mustProve from './must-prove.json' with { type: 'json' };
import risks from './risks.json' with { type: 'json' };
import slos from './slos.json' with { type: 'json' };
import waivers from './waivers.json' with { type: 'json' };

const E2E = [
  'e2e/alerts',
  'e2e/browser-reports',
  'e2e/login',
  'e2e/messages',
  'e2e/notifications',
  'e2e/pages',
  'e2e/search',
  'e2e/uploads',
  'e2e/values',
  'e2e/web-vitals',
  'e2e/workflows',
];
const CONTRACT = [
  'contract/access',
  'contract/alerts',
  'contract/auth',
  'contract/compatibility',
  'contract/context',
  'contract/database',
  'contract/ends',
  'contract/error-envelope',
  'contract/headers',
  'contract/limits',
  'contract/logs',
  'contract/messages',
  'contract/meta-events',
  'contract/metrics',
  'contract/notifications',
  'contract/openapi',
  'contract/processes',
  'contract/requests',
  'contract/search',
  'contract/sequences',
  'contract/streams',
  'contract/uploads',
  'contract/web-api',
  'contract/web-forms',
  'contract/web-pages',
  'contract/webhooks',
  'contract/workflows',
];
/** SCA, SAST, secrets, SBOM, the DAST baseline and what keeps tenants apart in the database. Those that are still to be written keep a stage unknown, by name. */
const SECURITY = [
  'security/sca',
  'security/dependencies',
  'security/sast',
  'security/secrets',
  'security/sbom',
  'security/passive',
  'security/row-level-security',
];
const LOAD = ['load/every-endpoint', 'load/rate-limit', 'load/streams'];
const CHAOS = [
  'chaos/api-postgres-latency',
  'chaos/api-postgres-blackout',
  'chaos/api-pause',
  'chaos/postgres-pause',
];
/** Drills of a release: to go back, to restore, to migrate, and to be told. */
const RELEASE = [
  'release/alert-rules',
  'release/alerts',
  'release/backup-restore',
  'release/dashboards',
  'release/documents',
  'release/migrations',
  'release/rollback',
];
const PR = [...E2E, ...CONTRACT, ...SECURITY, 'load/smoke'];
/** Of a system that runs elsewhere nobody reads the logs of its processes, or starts others of it: what needs that is left out, by name. */
const ELSEWHERE = { missing: 'not-applicable', mustProve: mustProve.pr } as const;
const HERE = [...mustProve.pr, ...mustProve.processes];
/** What takes too long for each change. */
const LONGER = [
  ...['contract/at-once', 'contract/endurance', 'contract/full-lists'],
  ...['e2e/failures', 'e2e/looks', 'e2e/web-vitals-of-further-pages'],
];
const MAIN = [
  ...PR,
  ...['contract/key-rotation', 'contract/readiness'],
  ...['security/active', 'security/fuzz', 'security/shipped-secrets'],
  ...LONGER,
  ...LOAD,
  ...CHAOS,
];

/**
 * The gate's policy: what a run must contain and prove beyond "everything that was planned passed". A whole run of a stage that
 * is not listed is unknown. Parts of one, and plain files, have the `otherwise` policy. What its suites prove today stands in
 * must-prove.json, clause by clause, so that none is lost unnoticed; waivers in waivers.json, which `./harness waive` appends to.
 */
export default defineHarness({
  stages: {
    smoke: {
      required: [
        'e2e/login',
        'contract/web-api',
        'contract/error-envelope',
        'load/smoke',
        'chaos/api-postgres-latency',
        'chaos/api-postgres-blackout',
        'security/passive',
      ],
      mustProve: mustProve.smoke,
    },
    pr: { required: PR, mustProve: HERE, environments: { staging: ELSEWHERE } },
    main: {
      required: MAIN,
      mustProve: [...HERE, ...mustProve.main, ...mustProve.chaos, ...mustProve.shipped],
      environments: { staging: { ...ELSEWHERE, mustProve: [...mustProve.pr, ...mustProve.chaos] } },
    },
    nightly: {
      required: [
        ...LOAD,
        ...CHAOS,
        ...RELEASE,
        'load/knee',
        'load/ramp',
        'load/spike',
        'load/steady',
        'load/stress',
      ],
    },
    release: {
      imports: { pentest: 90, exercise: 180 },
      required: [...MAIN, ...RELEASE, 'load/ramp', 'load/spike', 'load/steady', 'load/stress'],
      kinds: ['e2e', 'contract', 'load', 'chaos', 'security', 'release'],
      // All of the catalogue; an environment says what does not apply to it.
      mustProve: loadRequirements().requirements.map(({ id }) => id),
      fresh: [{ stage: 'soak', days: 7 }],
      environments: { local: { rehearsal: true } },
    },
    soak: { required: ['load/soak'] },
    verify: { required: ['release/verify'] },
  },
  otherwise: {},
  waivers,
  risks,
  slos,
});
