import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, clientOf, expectStatus } from '../shared/client.ts';
import { alertsIn } from './forms.ts';

const { webUrl } = binding();
export const web = clientOf(webUrl);

export const named = (what: string) => `${what} ${randomUUID().slice(0, 8)}`;

/** What is no path of ours, as those write it who would like it to be taken for one. */
export const STRANGE_PATHS = [
  ...[
    '//elsewhere.test',
    '/\\elsewhere.test',
    '/\t/elsewhere.test',
    '/.//elsewhere.test',
    '///elsewhere.test',
  ],
  ...['https://elsewhere.test/', 'javascript:alert(1)', 'workflows', ''],
];

/** Sends a form as a page of the web's own does; a cookie is who sends it. */
export function post(
  path: string,
  fields: Readonly<Record<string, string>> | FormData,
  cookie = '',
): Promise<Answer> {
  const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
  return web.ask('POST', path, { body, headers: { cookie, origin: webUrl } });
}

export function formData(fields: Readonly<Record<string, string | File>>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return body;
}

/** Where a form leads once it was taken. */
export function expectSent(answer: Answer, to: string): void {
  expectLed(answer, 303, to);
}

export function expectLed({ headers, status, what }: Answer, by: number, to: string): void {
  expect([status, headers.get('location')], what).toEqual([by, to]);
}

/** A page whose alert says what is wrong. Gives the page. */
export function expectSaid(answer: Answer, status: number, said: RegExp): string {
  expectStatus(answer, status);
  expect(answer.headers.get('content-type'), answer.what).toContain('text/html');
  const text = String(answer.body);
  expect(alertsIn(text).join(' '), `${answer.what}: what its alert says`).toMatch(said);
  return text;
}
