import { expect, test } from 'vitest';
import { wayOf, waysIn } from './ways.ts';

const ID = '00000000-0000-4000-8000-000000000002';

test('a way is method and path, without what it is of', () => {
  expect(wayOf(`POST /workflows/${ID}/runs/${ID}/cancel answered 303`)).toBe(
    'POST /workflows/{id}/runs/{id}/cancel',
  );
});

test('a page leads where its links and forms do', () => {
  const page = `<a class="brand" href="/">Reference</a><a href="#content">Skip</a>
    <a class="button" href="/workflows?cursor=x" rel="next">Older</a>
    <form class="inline" method="get" action="/search"></form>
    <form method="post" action="/uploads/${ID}/delete"></form>`;
  expect(waysIn(page)).toEqual(['GET /workflows', 'GET /search', 'POST /uploads/{id}/delete']);
});
