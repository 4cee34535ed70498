import { readFileSync } from 'node:fs';
import {
  areaSchema,
  requirementSchema,
  requirementsFrom,
  withoutAspects,
  type Requirement,
  type Requirements,
} from '../../kernel/requirement.ts';

const AREAS = ['fun', 'con', 'per', 'res', 'sec', 'obs', 'rel', 'doc', 'evi'];

/**
 * The real requirements, read as data, for reports know no fixture. Their aspects and priorities are of the samples, so that these
 * stay as they are whatever becomes of the real ones; most are their own only aspect.
 */
export function loadCatalogue(): Requirements {
  const files = AREAS.map((name) => {
    const file = new URL(`../../fixtures/requirements/${name}.json`, import.meta.url);
    return areaSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  });
  const real = withoutAspects(requirementsFrom(files));
  const sampled = requirementsFrom(
    files.map(({ requirements, ...area }) => ({
      ...area,
      requirements: requirements.flatMap(({ id, sentence }) =>
        SAMPLED[id] === undefined ? [] : [requirementSchema.parse({ id, sentence, ...SAMPLED[id] })],
      ),
    })),
  );
  const requirements = real.requirements.map(
    (one): Requirement =>
      sampled.requirements.find(({ id }) => id === one.id) ?? { ...one, priority: 'medium' },
  );
  return { areas: real.areas, requirements };
}

const WHOLE_LOAD = { kinds: ['load'], whole: true };

const SAMPLED: Readonly<Record<string, object>> = {
  'FUN-01': {
    priority: 'critical',
    kinds: ['e2e'],
    aspects: {
      user: 'A user signs in and reaches dashboard, baseline and alerts.',
      admin: 'An admin signs in and reaches dashboard, baseline and alerts.',
    },
  },
  'FUN-02': {
    priority: 'critical',
    aspects: {
      stored: 'A file that was picked is sent and stored.',
      listed: 'It is listed with name, size and owner.',
      identical: 'It is downloaded byte by byte as it was.',
      type: 'A type that is not allowed is refused clearly.',
      size: 'One over the limit is refused clearly.',
    },
  },
  'FUN-08': {
    priority: 'high',
    aspects: {
      cards: 'Status cards show CPU, memory, latency and error rate.',
      sparkline: 'A sparkline shows.',
      delta: 'The delta against the stored baseline shows.',
      status: 'The word on each card agrees with its limits.',
    },
  },
  'FUN-09': {
    priority: 'high',
    kinds: ['e2e'],
    aspects: {
      '401': 'A wrong or missing sign-in shows a helpful message.',
      '403': 'What a role may not do shows a helpful message.',
      '409': 'A conflict shows a helpful message.',
      '413': 'A file that is too big shows a helpful message.',
      '429': 'Too many requests show a helpful message.',
      '5xx': 'A failure of ours shows a helpful message.',
      offline: 'Being offline shows a helpful message.',
    },
  },
  'CON-02': {
    priority: 'critical',
    kinds: ['contract'],
    aspects: {
      'web-api': 'The contract of web and API is verified with provider states.',
      'worker-api': 'The contract of worker and API is verified with provider states.',
    },
  },
  'CON-05': {
    priority: 'medium',
    aspects: {
      tenant: 'The tenant is carried on every hop.',
      'request-id': 'The request id is carried on every hop and comes back.',
      trace: 'The trace context is carried on every hop.',
    },
  },
  'PER-02': {
    priority: 'critical',
    ...WHOLE_LOAD,
    aspects: {
      stress: 'Arrivals climb from 50 to 200 a second.',
      knee: 'The rate at which it breaks is found.',
    },
  },
  'RES-01': {
    priority: 'high',
    axes: {
      fault: { latency: 'slow answers', blackout: 'no answers', reset: 'reset connections' },
      link: {
        'web-api': 'from web to API',
        'api-postgres': 'from API to Postgres',
        'api-redis': 'from API to Redis',
      },
    },
  },
  'SEC-06': {
    priority: 'critical',
    axes: {
      role: { user: 'a user', admin: 'an admin', anonymous: 'nobody' },
      tenant: { own: 'in the own tenant', other: 'in another tenant' },
    },
  },
  'SEC-11': { priority: 'high', by: 'import' },
  'EVI-05': { by: 'run', priority: 'critical' },
  'REL-09': { by: 'import', priority: 'high' },
};
