import { defineHarness } from './kernel/config.ts';

/**
 * The gate's policy: what a run must contain and prove beyond "everything that was planned passed". Stages that are not
 * listed, and plain files, have the `otherwise` policy.
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
      mustProve: ['FUN-01', 'CON-02', 'RES-03', 'SEC-08'],
      flakes: 0,
    },
  },
  otherwise: { flakes: 0 },
  waivers: [],
});
