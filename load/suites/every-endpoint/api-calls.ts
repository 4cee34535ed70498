import exec from 'k6/execution';
import http, { type RefinedResponse } from 'k6/http';
import { apiUrl } from './target.ts';
import { type Visit, bearer } from './visit.ts';

type Call = (visit: Visit) => RefinedResponse<'text'>;

/** A route and where it leads; the tag `name` keeps ids out of the endpoint's name. */
function get(name: string, path: (visit: Visit) => string, who: 'user' | 'admin' = 'user'): Call {
  return (visit) => http.get(apiUrl + path(visit), { headers: bearer(visit[who]), tags: { name } });
}

function post(name: string, path: (visit: Visit) => string): Call {
  return (visit) => http.post(apiUrl + path(visit), null, { headers: bearer(visit.user), tags: { name } });
}

function createWorkflow(visit: Visit): RefinedResponse<'text'> {
  const headers = {
    ...bearer(visit.user),
    'content-type': 'application/json',
    'idempotency-key': `load-${Date.now()}-${exec.scenario.iterationInTest}`,
  };
  const body = JSON.stringify({ name: 'Made under load' });
  return http.post(`${apiUrl}/workflows`, body, { headers, tags: { name: '/workflows' } });
}

/** Called once a visit. */
export const signInAndOut = ['POST /auth/login', 'POST /auth/logout'];

export const apiCalls: Readonly<Record<string, Call>> = {
  'GET /me': get('/me', () => '/me'),
  'POST /workflows': createWorkflow,
  'GET /workflows': get('/workflows', () => '/workflows?limit=20'),
  'GET /workflows/{id}': get('/workflows/{id}', ({ workflow }) => `/workflows/${workflow}`),
  'POST /workflows/{id}/runs': post('/workflows/{id}/runs', ({ workflow }) => `/workflows/${workflow}/runs`),
  'GET /workflows/{id}/runs': get('/workflows/{id}/runs', ({ workflow }) => `/workflows/${workflow}/runs`),
  'GET /workflows/{id}/runs/{runId}': get(
    '/workflows/{id}/runs/{runId}',
    ({ workflow, run }) => `/workflows/${workflow}/runs/${run}`,
  ),
  'GET /runs/latest': get('/runs/latest', () => '/runs/latest'),
  'GET /metrics/baseline': get('/metrics/baseline', () => '/metrics/baseline'),
  'GET /alerts': get('/alerts', () => '/alerts'),
  'POST /alerts/{id}/acknowledge': post(
    '/alerts/{id}/acknowledge',
    ({ alert }) => `/alerts/${alert}/acknowledge`,
  ),
  'GET /admin/overview': get('/admin/overview', () => '/admin/overview', 'admin'),
  'GET /api/health': get('/api/health', () => '/api/health'),
  'GET /metrics': get('/metrics', () => '/metrics', 'admin'),
  'GET /metrics/workers': get('/metrics/workers', () => '/metrics/workers', 'admin'),
  'GET /openapi.json': get('/openapi.json', () => '/openapi.json'),
};
