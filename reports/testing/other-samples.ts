import {
  artifact,
  at,
  check,
  evidence,
  finding,
  limit,
  metric,
  planned,
  suite,
  type SuiteSample,
} from './suite-samples.ts';

export function contractSample(): SuiteSample {
  const plan = planned(
    suite('contract/web-api', 'What the web front end expects of the API is what the API does', {
      engine: 'pact',
      owner: 'API team',
      expects: { checks: 9 },
    }),
    'contract',
  );
  const interactions = ['alerts', 'uploads', 'workflows', 'knowledge', 'notifications', 'meta-events'];
  return {
    planned: plan,
    evidence: evidence(plan, [14, 23.1], {
      checks: [
        ...interactions.map((name) =>
          check(`web-api.pact.ts › GET /api/${name} answers a page`, ['CON-02/web-api']),
        ),
        check('web-api.pact.ts › an unknown id answers the error envelope', ['CON-02/web-api', 'CON-04']),
        check('web-api.pact.ts › a missing tenant answers 400', ['CON-02/web-api', 'CON-05/tenant']),
        check('provider › a provider state that does not exist fails the verification', ['CON-02']),
      ],
      metrics: [
        metric('interactions.declared', 9, 'interactions', 1),
        metric('interactions.verified', 9, 'interactions', 1),
      ],
      artifacts: [artifact('pacts/web-api.json')],
    }),
  };
}

export function chaosSample(): SuiteSample {
  const plan = planned(
    suite('chaos/api-postgres-latency', 'The API stays usable while its database answers 400 ms late', {
      engine: 'experiment',
      owner: 'Platform team',
      weight: 'alone',
      proves: ['RES-01/latency/api-postgres', 'RES-03'],
      thresholds: [
        limit('before.p95', '<=', 300, 'ms', 20),
        limit('during.p95', '<=', 2000, 'ms', 20),
        limit('during.errors', '<=', 0.05, 'ratio', 20),
        limit('after.p95', '<=', 300, 'ms', 20),
        limit('recovery_ms', '<=', 10_000, 'ms', 1),
      ],
      expects: { checks: 2 },
    }),
    'resilience',
  );
  const event = (name: string, detail: object, seconds = 200) => ({ name, at: at(seconds), detail });
  return {
    planned: plan,
    evidence: evidence(plan, [198, 262], {
      checks: [
        check('the fault had an effect: a canary through api-postgres took 405 ms instead of 2 ms', [
          'RES-01/latency/api-postgres',
        ]),
        check('no acknowledged write was lost', ['RES-04']),
      ],
      metrics: [
        metric('before.p95', 61, 'ms', 402),
        metric('during.p95', 1290, 'ms', 371),
        metric('after.p95', 66, 'ms', 398),
        metric('before.errors', 0, 'ratio', 402),
        metric('during.errors', 0.0108, 'ratio', 371),
        metric('after.errors', 0, 'ratio', 398),
        metric('recovery_ms', 1420, 'ms', 1),
      ],
      events: [
        event('phase', { name: 'before', startedAt: at(198), endedAt: at(218) }),
        event('fault', {
          fault: 'latency',
          link: 'api-postgres',
          injectedAt: at(218.6),
          baselineMs: 2.1,
          duringMs: [405, 401, 'no answer', 409],
        }),
        event('phase', { name: 'during', startedAt: at(218), endedAt: at(239.5) }),
        event('healed', { failures: [] }, 238.1),
        event('phase', { name: 'after', startedAt: at(239.5), endedAt: at(260) }),
      ],
    }),
  };
}

export const OLD_HEADER = finding('csp-missing', 5.3, 'No Content-Security-Policy', 'GET /alerts', 693);

export function securitySample(grave: boolean): SuiteSample {
  const plan = planned(
    suite('security/passive', 'What every page and answer reveals: headers, cookies, leaks', {
      engine: 'zap',
      owner: 'Security team',
      proves: ['SEC-02', 'SEC-08'],
      thresholds: [
        limit('findings.critical', '==', 0, 'findings', 20),
        limit('findings.high', '==', 0, 'findings', 20),
      ],
      expects: { checks: 1 },
    }),
    'dast',
  );
  const high = finding('cookie-no-httponly', 7.4, 'Session cookie readable by scripts', 'POST /login', 1004);
  return {
    planned: plan,
    evidence: evidence(plan, [262, 301], {
      checks: [check('the scanner finds the planted canary'), check('the signed-in canary URL was reached')],
      metrics: [metric('findings.examined', 318, 'exchanges', 1), metric('urls.reached', 41, 'URLs', 1)],
      findings: [
        ...(grave ? [high] : []),
        OLD_HEADER,
        finding('server-header', 2.1, 'Server header tells the version', 'GET /', 200),
      ],
    }),
  };
}

export function unavailableSample(): SuiteSample {
  return {
    planned: planned(
      suite('security/dependencies', 'No critical or high vulnerability in runtime dependencies', {
        engine: 'osv-scanner',
        owner: 'Security team',
        proves: ['SEC-01'],
        thresholds: [limit('findings.high', '==', 0, 'findings', 1)],
        expects: { checks: 0 },
      }),
      'sca',
      { what: 'osv-scanner was not found on PATH or in the cache.', fix: './harness setup osv-scanner' },
    ),
  };
}

export function neverRanSample(): SuiteSample {
  return {
    planned: planned(
      suite('security/access', 'Every endpoint for every role, own and other tenant', {
        engine: 'access',
        owner: 'Security team',
        expects: { checks: 60 },
      }),
      'access',
    ),
  };
}

export function brokenOffSample(): SuiteSample {
  const plan = planned(
    suite('e2e/alerts', 'Alerts are listed, acknowledged and resolved', { expects: { checks: 6 } }),
    'e2e',
  );
  return {
    planned: plan,
    evidence: {
      ...evidence(plan, [33, 40], {
        checks: [check('alerts.spec.ts › a list of alerts shows @FUN-05 › chromium', ['FUN-05'])],
        ending: 'interrupted',
      }),
      endedAt: undefined,
    },
  };
}
