import { expect, test } from 'vitest';
import { environmentForTest } from '../../../fixtures/testing/suite-run.ts';
import engine from './alerting.engine.ts';

const options = engine.parse(
  { folder: 'a', to: {}, mail: 'a@test', alerts: [{ alert: 'A', source: 'a', cause: 'no-database' }] },
  '/',
);
const refused = (rules: object) => engine.refuses?.(options, { ...environmentForTest(), ...rules });

test('links are disturbed only where the environment allows chaos, that link and that fault', () => {
  expect(refused({})).toEqual([]);
  expect(refused({ guardrails: { links: ['api-postgres'], faults: ['latency', 'reset'] } })).toEqual([]);
  expect(refused({ allows: ['release'] })).toEqual([expect.stringContaining('allows does not have chaos')]);
  expect(refused({ guardrails: { links: ['api-redis'] } })).toEqual([
    'guardrails.links does not have api-postgres',
  ]);
  expect(refused({ guardrails: { faults: ['latency'] } })).toEqual(['guardrails.faults does not have reset']);
  expect(refused({ guardrails: { stopFile: '/stop' } })).toHaveLength(1);
});
