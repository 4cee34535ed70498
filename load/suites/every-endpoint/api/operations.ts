import { type Calls, call } from './call.ts';

const admin = () => ({ who: 'admin' }) as const;

/** Who one is, the dashboard, and what those who run the service look at. */
export const operationCalls: Calls = {
  ...call('GET /me', () => '/me'),
  ...call(
    'PATCH /me',
    () => '/me',
    () => ({ body: { name: 'A busy person' } }),
  ),
  ...call('GET /metrics/baseline', () => '/metrics/baseline'),
  ...call('GET /admin/overview', () => '/admin/overview', admin),
  ...call('GET /admin/audit', () => '/admin/audit', admin),
  ...call('GET /api/health', () => '/api/health'),
  ...call('GET /api/health/live', () => '/api/health/live'),
  ...call('GET /metrics', () => '/metrics', admin),
  ...call('GET /metrics/workers', () => '/metrics/workers', admin),
  ...call('GET /openapi.json', () => '/openapi.json'),
};
