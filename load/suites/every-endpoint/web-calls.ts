import http, { type RefinedResponse } from 'k6/http';
import { webUrl } from '../../scenarios/flows/target.ts';
import { webTags } from './labels.ts';
import { type Visit, bearer } from './visit.ts';

type Call = (visit: Visit) => RefinedResponse<'text'>;

/** Redirects are answers of their own: what they lead to is called by itself. */
const direct = { redirects: 0 };

/** Without a session: what a visitor gets. */
function open(path: string): Call {
  return () => http.get(webUrl + path, { ...direct, tags: webTags('GET', path) });
}

function page(path: string): Call {
  return ({ session }) =>
    http.get(webUrl + path, { ...direct, cookies: { session }, tags: webTags('GET', path) });
}

function form(name: string, path: (visit: Visit) => string, fields: () => Record<string, string>): Call {
  return (visit) =>
    http.post(webUrl + path(visit), fields(), {
      ...direct,
      cookies: { session: visit.session },
      headers: { origin: webUrl },
      tags: webTags('POST', name),
    });
}

const back = () => ({ back: '/workflows' });

export const webCalls: Readonly<Record<string, Call>> = {
  'GET /': page('/'),
  'GET /login': open('/login'),
  'GET /dashboard': page('/dashboard'),
  'GET /workflows': page('/workflows'),
  'GET /workflows/{id}': ({ session, workflow }) =>
    http.get(`${webUrl}/workflows/${workflow}`, {
      cookies: { session },
      tags: webTags('GET', '/workflows/{id}'),
    }),
  'GET /uploads': page('/uploads'),
  'GET /uploads/{id}/content': ({ session, upload }) =>
    http.get(`${webUrl}/uploads/${upload}/content`, {
      cookies: { session },
      tags: webTags('GET', '/uploads/{id}/content'),
    }),
  'GET /search': ({ session }) =>
    http.get(`${webUrl}/search?q=backup`, { cookies: { session }, tags: webTags('GET', '/search') }),
  'GET /alerts': page('/alerts'),
  'GET /notifications': page('/notifications'),
  'GET /api/health': open('/api/health'),
  'GET /api/health/live': open('/api/health/live'),
  'GET /api/openapi.json': open('/api/openapi.json'),
  'GET /api/metrics/baseline': page('/api/metrics/baseline'),
  'GET /api/metrics/prometheus': ({ admin }) =>
    http.get(`${webUrl}/api/metrics/prometheus`, {
      headers: bearer(admin),
      tags: webTags('GET', '/api/metrics/prometheus'),
    }),
  'GET /assets/app.css': open('/assets/app.css'),
  'GET /assets/app.js': open('/assets/app.js'),
  'GET /favicon.svg': open('/favicon.svg'),
  'POST /workflows': form(
    '/workflows',
    () => '/workflows',
    () => ({ name: 'Made in the browser', key: `form-${Date.now()}`, ...back() }),
  ),
  'POST /workflows/{id}/runs': form(
    '/workflows/{id}/runs',
    ({ workflow }) => `/workflows/${workflow}/runs`,
    back,
  ),
  'POST /alerts/{id}/acknowledge': form(
    '/alerts/{id}/acknowledge',
    ({ alert }) => `/alerts/${alert}/acknowledge`,
    back,
  ),
  'POST /notifications/read-all': form('/notifications/read-all', () => '/notifications/read-all', back),
};
