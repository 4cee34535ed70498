import http from 'k6/http';
import { setupTags } from '../../../scenarios/flows/tags.ts';
import { apiUrl } from '../../../scenarios/flows/target.ts';
import { apiTags } from '../labels.ts';
import { type Visit, bearer } from '../visit.ts';
import { type Calls, call, fresh, prepare } from './call.ts';

const text = 'A small file that was made under load.\n'.repeat(100);
const document = { title: 'Under load', body: 'How to keep calm while many people ask at once.' };

function upload({ user }: Visit, tags: Record<string, string>) {
  const headers = { ...bearer(user), 'content-type': 'text/plain', 'idempotency-key': fresh() };
  return http.post(`${apiUrl}/uploads?name=load.txt`, text, { headers, tags });
}

function newUpload(visit: Visit): string {
  return upload(visit, setupTags('setup', 'prepare')).json('id') as string;
}

function newDocument(visit: Visit): string {
  const headers = { 'idempotency-key': fresh() };
  return prepare(visit, 'POST', '/documents', { body: document, headers }).json('id') as string;
}

/** Uploads, documents and search. */
export const contentCalls: Calls = {
  'POST /uploads': { ask: (visit) => upload(visit, apiTags('POST', '/uploads')) },
  ...call('GET /uploads', () => '/uploads?limit=20'),
  ...call('GET /uploads/{id}', ({ upload: id }) => `/uploads/${id}`),
  ...call('GET /uploads/{id}/content', ({ upload: id }) => `/uploads/${id}/content`),
  ...call('POST /uploads/{id}/link', ({ upload: id }) => `/uploads/${id}/link`),
  ...call('DELETE /uploads/{id}', (visit) => `/uploads/${newUpload(visit)}`),
  ...call(
    'POST /documents',
    () => '/documents',
    () => ({
      body: document,
      headers: { 'idempotency-key': fresh() },
    }),
  ),
  ...call('GET /documents', () => '/documents?limit=20'),
  ...call('GET /documents/{id}', ({ document: id }) => `/documents/${id}`),
  ...call('DELETE /documents/{id}', (visit) => `/documents/${newDocument(visit)}`),
  ...call('GET /search', () => '/search?q=backup'),
};
