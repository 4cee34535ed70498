import type { Interaction } from '../interaction.ts';
import {
  eachLike,
  id,
  integer,
  ofTenant,
  refusal,
  regex,
  signedIn,
  string,
} from '../../shared/pact-terms.ts';

const search = (q: string) => ({ method: 'GET', path: '/search', headers: signedIn, query: { q } });

export const found: Interaction = {
  description: 'a search that finds something',
  tag: '@CON-02/search',
  state: 'a document about zebras',
  request: search('zebras & lions'),
  answer: {
    status: 200,
    headers: ofTenant,
    json: {
      query: 'zebras & lions',
      total: integer(1),
      items: eachLike({
        id: id('document'),
        title: string('Zebras'),
        snippet: regex(String.raw`^[\s\S]*\*\*[^*]+\*\*[\s\S]*$`, 'About **zebras** only.'),
      }),
    },
  },
};
export const notFound: Interaction = {
  description: 'a search that finds nothing',
  tag: '@CON-02/search',
  state: 'somebody is signed in',
  request: search('nothingofthesort'),
  answer: { status: 200, headers: ofTenant, json: { query: 'nothingofthesort', total: 0, items: [] } },
};
export const emptySearch: Interaction = {
  description: 'a search for nothing',
  tag: '@CON-02/search',
  state: 'somebody is signed in',
  request: search(' '),
  answer: { status: 400, headers: ofTenant, json: refusal('VALIDATION_FAILED', 'q') },
};
