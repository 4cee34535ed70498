import { describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { clientOf, expectRefusal, expectStatus } from '../shared/client.ts';
import { cookieOf } from '../shared/web.ts';
import { valueOf } from './forms.ts';
import { expectLed, expectSaid, expectSent, post, STRANGE_PATHS, web } from './visitor.ts';

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
    expectLed(over, 302, '/login?from=%2Fdashboard');
    expect(over.headers.getSetCookie().join(), `${over.what}: set-cookie`).toMatch(/^session=;/);
    expectStatus(await web.get('/login', { cookie: own }), 200);
  });
});

describe('whose session is over', () => {
  const { username, password } = accounts.user;
  const OVER = /^Your session is over\. Sign in again to go on where you were\.$/;
  const enter = (from: string) => post('/login', { email: username, password, from });

  test('is told so at the login, is still led back after a wrong password, and never asked for what they typed', async () => {
    const from = '/search?q="a" <b>&x=1';
    const path = `/login?from=${encodeURIComponent(from)}`;
    const text = expectSaid(await web.get(path), 200, OVER);
    expect(valueOf(text, 'from')).toBe(from);
    const wrong = await post('/login', { email: username, password: `${password}x`, from });
    expect(valueOf(expectSaid(wrong, 401, /^The e-mail or the password is wrong\./), 'from')).toBe(from);
    const back = await enter(from);
    expectSent(back, '/search?q=%22a%22%20%3Cb%3E&x=1');
    // Somebody who signed in elsewhere meanwhile need not do it twice.
    expectLed(await web.get(path, { cookie: cookieOf(back) }), 302, '/search?q=%22a%22%20%3Cb%3E&x=1');
  });

  test('keeps a cookie that ends after its token, or nobody could be told', async () => {
    const answer = await enter('/alerts');
    const [, payload = ''] = cookieOf(answer).split('.');
    const { iat, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, number>;
    const age = /; Max-Age=(\d+)/.exec(answer.headers.getSetCookie().join())?.[1];
    expect(Number(age) - ((exp ?? 0) - (iat ?? 0)), 'seconds from the end of the token on').toBeGreaterThan(
      3600,
    );
  });

  for (const from of STRANGE_PATHS)
    test(`is never led to ${JSON.stringify(from)} @SEC-08/redirects`, async () => {
      const answer = await enter(from);
      expectSent(answer, '/dashboard');
      const again = `/login?from=${encodeURIComponent(from)}`;
      expectLed(await web.get(again, { cookie: cookieOf(answer) }), 302, '/dashboard');
    });
});
