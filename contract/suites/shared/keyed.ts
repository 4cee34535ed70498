import { binding } from '../../../fixtures/bindings/target.ts';
import type { Answer, Client } from './client.ts';
import { createWorkflow } from './runs.ts';

const { webhooksUrl } = binding();
export const KEY = 'idempotency-key';

/** Who asks, and the workflow of theirs that is run. */
export interface Asker {
  readonly client: Client;
  readonly workflow: string;
}
/** A right request, or with `bad` a wrong one. */
export type Ask = (asker: Asker, headers: Readonly<Record<string, string>>, bad?: boolean) => Promise<Answer>;
/** Every operation that takes a key. */
export const asks: Readonly<Record<string, Ask>> = {
  'POST /workflows': ({ client }, headers, bad) =>
    client.post('/workflows', { name: bad ? '' : 'Keyed' }, headers),
  'POST /workflows/{id}/runs': ({ client, workflow }, headers, bad) =>
    client.post(`/workflows/${bad ? 'nowhere' : workflow}/runs`, undefined, headers),
  'POST /documents': ({ client }, headers, bad) =>
    client.post('/documents', { title: bad ? '' : 'Keyed', body: '.' }, headers),
  'POST /uploads': (asker, headers, bad) => sendFile(asker, headers, { name: bad ? '' : 'keyed.txt' }),
  'POST /webhooks': ({ client }, headers, bad) =>
    client.post(
      '/webhooks',
      { url: bad ? 'none' : `${webhooksUrl ?? ''}/hooks/keyed`, events: ['alert.resolved'] },
      headers,
    ),
};

type Other = (asker: Asker, headers: Readonly<Record<string, string>>) => Promise<Answer>;

/** The right requests above, with one part of them changed: each part that there is. */
export const others: Readonly<Record<string, Readonly<Record<string, Other>>>> = {
  'POST /workflows': {
    name: ({ client }, headers) => client.post('/workflows', { name: 'Keyed ' }, headers),
    steps: ({ client }, headers) =>
      client.post('/workflows', { name: 'Keyed', steps: ['summarise', 'collect'] }, headers),
  },
  'POST /workflows/{id}/runs': {
    workflow: async ({ client }, headers) => {
      const other = await createWorkflow(client, 'Keyed too', ['collect']);
      return client.post(`/workflows/${other.id}/runs`, undefined, headers);
    },
  },
  'POST /documents': {
    title: ({ client }, headers) => client.post('/documents', { title: 'keyed', body: '.' }, headers),
    body: ({ client }, headers) => client.post('/documents', { title: 'Keyed', body: '..' }, headers),
  },
  'POST /uploads': {
    name: (asker, headers) => sendFile(asker, headers, { name: 'Keyed.txt' }),
    type: (asker, headers) => sendFile(asker, headers, { type: 'text/csv' }),
    content: (asker, headers) => sendFile(asker, headers, { body: 'Keyed!\n' }),
  },
  'POST /webhooks': {
    url: ({ client }, headers) =>
      client.post(
        '/webhooks',
        { url: `${webhooksUrl ?? ''}/hooks/keyed-2`, events: ['alert.resolved'] },
        headers,
      ),
    events: ({ client }, headers) =>
      client.post(
        '/webhooks',
        { url: `${webhooksUrl ?? ''}/hooks/keyed`, events: ['alert.opened'] },
        headers,
      ),
  },
};

function sendFile(
  { client }: Asker,
  headers: Readonly<Record<string, string>>,
  { name = 'keyed.txt', type = 'text/plain', body = 'Keyed.\n' },
): Promise<Answer> {
  return client.ask('POST', `/uploads?name=${name}`, { body, headers: { ...headers, 'content-type': type } });
}
