import { expect, test } from 'vitest';
import type { Answer } from './exchange.ts';
import { findingsIn } from './judges.ts';
import type { Payload } from './payloads.ts';

const marks = { mark: 'xmark', elsewhere: 'elsewhere.invalid', canary: 'http://127.0.0.1:1' };
const judged = {
  marks,
  secrets: ['never to be told'],
  statuses: [200, 303, 400],
  origin: 'http://shop.test',
};
const html = { 'content-type': 'text/html; charset=utf-8' };

/** What is found in such an answer, by sort. */
const found = (answer: Partial<Answer>, payload?: Payload) =>
  [...findingsIn({ status: 200, headers: {}, text: '', ...answer }, judged, payload)].map(({ of }) => of);

test.each<[what: string, answer: Partial<Answer>, sorts: readonly string[]]>([
  ['an answer like any other', { text: '{"items":[]}' }, []],
  ['a status that is not described', { status: 418 }, ['crash']],
  ['a failure', { status: 500 }, ['crash']],
  ['an element of ours', { headers: html, text: '<p><xmark></p>' }, ['markup']],
  ['an attribute of ours', { headers: html, text: '<p title="" xmark="1">' }, ['markup']],
  ['a link that is a script of ours', { headers: html, text: '<a href="javascript:xmark">' }, ['markup']],
  ['the same as text', { headers: html, text: '<p title="&quot;&gt;&lt;xmark">&lt;xmark&gt;</p>' }, []],
  ['markup in JSON', { headers: { 'content-type': 'application/json' }, text: '"<xmark>"' }, []],
  ['a stack in JSON', { text: '{"stack":"Error: x\\n    at work (file:///srv/api/app.ts:10:3)"}' }, ['leak']],
  ['a secret', { text: 'it is never to be told' }, ['leak']],
  ['an error of the database', { text: 'syntax error at or near "x"' }, ['sql']],
  ['a file of the system', { text: 'root:x:0:0:root:/root:/bin/sh' }, ['file']],
  ['a header that was sent', { headers: { 'x-injected': '1' } }, ['header']],
  ['a way to another site', { status: 303, headers: { location: '//elsewhere.invalid/' } }, ['redirect']],
  ['the same by a backslash', { status: 303, headers: { location: '/\\elsewhere.invalid' } }, ['redirect']],
  ['the same by a tab', { status: 303, headers: { location: '/\t/elsewhere.invalid' } }, ['redirect']],
  ['a way within', { status: 303, headers: { location: '/workflows?back=//elsewhere.invalid' } }, []],
])('%s', (_what, answer, sorts) => {
  expect(found(answer)).toEqual(sorts);
});

test('what was worked out, and what breaks by a quote, is known by what was sent', () => {
  expect(found({ text: 'in 1337 ms' })).toEqual([]);
  expect(found({ text: 'said 1337' }, { of: 'template', value: '${7*191}' })).toEqual(['template']);
  expect(found({ status: 500 }, { of: 'sql', value: "'" })).toEqual(['sql', 'crash']);
});
