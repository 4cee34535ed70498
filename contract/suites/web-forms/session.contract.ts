import { describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { clientOf, expectRefusal, expectStatus } from '../shared/client.ts';
import { cookieOf } from '../shared/web.ts';
import { valueOf } from './forms.ts';
import { expectLed, expectSaid, expectSent, post, web } from './visitor.ts';

const { apiUrl, accounts } = binding();

describe('signing in', () => {
  const enter = (fields: Readonly<Record<string, string>>) => post('/login', fields);
  const { username, password } = accounts.user;

  for (const [title, fields] of [
    ['a wrong password', { email: username, password: `${password}x` }],
    ['nobody’s e-mail', { email: 'nobody@nowhere.test', password }],
    ['no e-mail', { email: 'no e-mail', password }],
    ['nothing', {}],
  ] as const)
    test(`with ${title} says the same, and keeps only the e-mail @SEC-08/input`, async () => {
      const answer = await enter(fields);
      const text = expectSaid(
        answer,
        401,
        /^The e-mail or the password is wrong\. Check both and try again\.$/,
      );
      expect(valueOf(text, 'email')).toBe('email' in fields ? fields.email : '');
      expect(valueOf(text, 'password') ?? '').toBe('');
      expect(answer.headers.getSetCookie(), `${answer.what}: set-cookie`).toEqual([]);
    });

  test('leads to the dashboard, and from the login too; signing out ends the session everywhere @SEC-06/sessions', async () => {
    const answer = await enter({ email: ` ${username} `, password });
    expectSent(answer, '/dashboard');
    const own = cookieOf(answer);
    for (const path of ['/', '/login']) expectLed(await web.get(path, { cookie: own }), 302, '/dashboard');
    expectLed(await web.get('/'), 302, '/login');
    expectStatus(await web.get('/login'), 200);
    const token = own.replace(/^session=/, '');
    expectStatus(await clientOf(apiUrl, token).get('/me'), 200);
    const out = await post('/logout', {}, own);
    expectSent(out, '/login');
    expect(out.headers.getSetCookie().join(), `${out.what}: set-cookie`).toMatch(
      /^session=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/,
    );
    expectRefusal(await clientOf(apiUrl, token).get('/me'), 401, 'UNAUTHENTICATED');
    // A session that is over leads to the login, and its cookie goes.
    const over = await web.get('/dashboard', { cookie: own });
    expectLed(over, 302, '/login');
    expect(over.headers.getSetCookie().join(), `${over.what}: set-cookie`).toMatch(/^session=;/);
    expectStatus(await web.get('/login', { cookie: own }), 200);
  });
});
