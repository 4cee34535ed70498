import { type Labels, tagsOf } from '../../scenarios/flows/tags.ts';

/** By the first part of the path; others are modules of that name. */
const MODULES: Readonly<Record<string, string>> = {
  api: 'health',
  documents: 'knowledge',
  search: 'knowledge',
  runs: 'workflows',
};

/** Tags of an endpoint of the API as its own description names it, `GET /workflows/{id}`. */
export function apiTags(method: string, route: string): Record<string, string> {
  const [first = ''] = route.slice(1).split('/');
  return tagsOf('api', { module: MODULES[first] ?? first, endpoint: route, kind: kindOf(method, route) });
}

/** Tags of a page, a form or a file of the web. */
export function webTags(method: string, endpoint: string): Record<string, string> {
  return tagsOf('web', { module: 'web', endpoint, kind: method === 'GET' ? 'page' : 'write' });
}

function kindOf(method: string, route: string): Labels['kind'] {
  if (route === '/uploads/{id}/content' || (method === 'POST' && route === '/uploads')) return 'transfer';
  return method === 'GET' ? 'read' : 'write';
}
