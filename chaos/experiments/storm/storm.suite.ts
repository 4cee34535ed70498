import { defineSuite } from '../../../kernel/suite.ts';
import { historyWhere } from '../client/promises.ts';
import { DOCUMENTED, ERRORS_AFTER_SIGN_OUT, LINK_NAMES, PROCESS_NAMES, RUNS_DONE } from '../matrix/rows.ts';
import { recoversWithin, steadyState } from '../steady-state.ts';

/** What was ended has to start first. */
const RECOVERY_MS = 12_000;

/** The receiver of webhooks is the witness of what was told: it keeps that in memory, so ending it would lose what it saw. Its link is cut instead. */
const WITNESS = 'collector';

/** What answers at the far end of each link. */
const FAR_ENDS: Readonly<Record<(typeof LINK_NAMES)[number], string>> = {
  'web-api': 'api',
  'api-postgres': 'postgres',
  'api-redis': 'redis',
  'api-storage': 'storage',
  'worker-postgres': 'postgres',
  'worker-redis': 'redis',
  'worker-webhook': WITNESS,
};

const FAULTS = [
  { fault: 'latency', options: { latencyMs: 100 } },
  { fault: 'jitter', options: { fromMs: 20, toMs: 120 } },
  { fault: 'bandwidth', options: { kbPerSecond: 32 } },
  { fault: 'slow-close', options: { delayMs: 500 } },
  { fault: 'slicing', options: { bytes: 500, pauseMs: 10 } },
  { fault: 'connection-failures', options: { share: 0.3 } },
  { fault: 'connection-blackholes', options: { share: 0.3 } },
  { fault: 'blackout' },
  { fault: 'reset' },
  { fault: 'cut-after', options: { bytes: 500 } },
  // Twice each, for there are so many more of links.
  { fault: 'process-kill' },
  { fault: 'process-kill' },
  { fault: 'process-pause' },
  { fault: 'process-pause' },
];

// Sessions, queue and streams are forgotten with Redis; and a long storm tells more than the product keeps of its streams.
const CHECKS = historyWhere({ answers: false, streams: 'none' }).map((one) => ({ ...one, proves: [] }));

/** By a fault that is on when most of it is over: nobody can tell one storm from another, so it proves nothing that a fault of its own does. */
export default defineSuite({
  name: 'chaos/storm',
  title:
    'Faults that come and go by chance, two at once: nothing acknowledged is lost, nothing happens twice.',
  owner: 'quality',
  engine: 'experiment',
  stages: ['nightly'],
  tags: ['storm', 'history'],
  effect: 'disturbs',
  needs: ['links', 'processes', 'webhooks', 'neighbour'],
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'alone',
  expects: { checks: 4 + CHECKS.length },
  thresholds: [
    ...steadyState('before').map((one) => ({ ...one, limit: limitOf(one.unit, undefined) })),
    ...DOCUMENTED,
    recoversWithin(RECOVERY_MS),
    ...steadyState('after').map((one) => ({ ...one, limit: limitOf(one.unit, ERRORS_AFTER_SIGN_OUT) })),
    RUNS_DONE,
  ].map((one) => ({ ...one, proves: [] })),
  options: {
    hypothesis:
      'Whatever was acknowledged in a storm is there at the end, and happened once; what was answered meanwhile is documented.',
    storm: {
      seed: 1,
      faults: FAULTS,
      subjects: [
        ...LINK_NAMES.map((link) => ({ link, touches: FAR_ENDS[link] })),
        ...PROCESS_NAMES.filter((process) => process !== WITNESS).map((process) => ({
          process,
          touches: process,
        })),
      ],
      onMs: { least: 4_000, most: 8_000 },
      calmMs: RECOVERY_MS,
    },
    load: { script: '../matrix/whole-product.k6.ts', perSecond: 6 },
    client: { script: '../client/product.client.ts', env: { STREAMS: 'none' }, checks: CHECKS },
    phasesMs: { before: 5_000, during: 90_000, after: 5_000 },
    recoveryWithinMs: RECOVERY_MS,
    metrics: [RUNS_DONE.metric],
    canaryTimeoutMs: 1_500,
    probe: { url: 'api', path: '/api/health' },
  },
});

/** Beside a client that makes work for every part, answers may take longer. */
function limitOf(unit: string, errors: number | undefined) {
  if (unit === 'ms') return { environment: 'workflow.p95' };
  return errors ?? { environment: 'errors.rate' };
}
