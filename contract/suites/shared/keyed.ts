import { binding } from '../../../fixtures/bindings/target.ts';
import type { Answer, Client } from './client.ts';

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
  'POST /uploads': ({ client }, headers, bad) =>
    client.ask('POST', `/uploads?name=${bad ? '' : 'keyed.txt'}`, {
      body: 'Keyed.\n',
      headers: { ...headers, 'content-type': 'text/plain' },
    }),
  'POST /webhooks': ({ client }, headers, bad) =>
    client.post(
      '/webhooks',
      { url: bad ? 'none' : `${webhooksUrl ?? ''}/hooks/keyed`, events: ['alert.resolved'] },
      headers,
    ),
};
