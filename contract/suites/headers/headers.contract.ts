import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, type Client, clientOf, expectStatus, signIn } from '../shared/client.ts';
import { signInToWeb } from '../shared/web.ts';

const { apiUrl, webUrl, accounts } = binding();
const STRANGER = 'https://example.test';
const anonymous = clientOf(apiUrl);
const web = clientOf(webUrl);

let user: Client;
let cookie: string;
beforeAll(async () => {
  [user, cookie] = await Promise.all([signIn(apiUrl, accounts.user), signInToWeb(webUrl, accounts.user)]);
});

const header = ({ headers }: Answer, name: string) => headers.get(name);
function expectCommon(answer: Answer): void {
  expect(header(answer, 'x-content-type-options'), `${answer.what}: x-content-type-options`).toBe('nosniff');
  expect(header(answer, 'x-frame-options'), `${answer.what}: x-frame-options`).toBe('DENY');
  expect(header(answer, 'referrer-policy'), `${answer.what}: referrer-policy`).toMatch(
    /^(no-referrer|same-origin)$/,
  );
  for (const name of ['server', 'x-powered-by'])
    expect(header(answer, name), `${answer.what}: ${name}`).toBeNull();
}
/** The policy's directives by name. */
function policyOf(answer: Answer): Readonly<Record<string, string>> {
  const text = header(answer, 'content-security-policy') ?? '';
  return Object.fromEntries(
    text.split(';').map((part) => {
      const [, name = '', values = ''] = /^\s*(\S+)\s*(.*)$/.exec(part) ?? [];
      return [name, values] as const;
    }),
  );
}

describe('answers of the API', () => {
  for (const [title, ask] of [
    ['200', () => user.get('/me')],
    ['201', () => user.create('/workflows', { name: 'Headers' })],
    ['400', () => user.get('/workflows/7')],
    ['401', () => anonymous.get('/me')],
    ['403', () => user.get('/admin/overview')],
    ['404', () => user.get('/no-such-route')],
    ['413', () => user.create('/documents', { title: 'x'.repeat(70_000), body: 'x' })],
    ['415', () => user.ask('POST', '/auth/login', { body: 'x', headers: { 'content-type': 'text/html' } })],
  ] as const)
    test(`with ${title} have the security headers @SEC-08/headers`, async () => {
      const answer = await ask();
      expectStatus(answer, Number(title));
      expectCommon(answer);
      expect(policyOf(answer), answer.what).toMatchObject({
        'default-src': "'none'",
        'frame-ancestors': "'none'",
      });
    });

  test('hold no stack and no path of ours when JSON is broken @SEC-08/leaks', async () => {
    const answer = await anonymous.ask('POST', '/auth/login', {
      body: '{"email":',
      headers: { 'content-type': 'application/json' },
    });
    expectStatus(answer, 400);
    expect(answer.bytes.toString(), answer.what).not.toMatch(/\bat .*:\d+:\d+|node_modules|\.ts\b/);
  });
});

describe('the API allows cross-origin requests', () => {
  const preflight = (origin: string, method = 'POST') =>
    anonymous.ask('OPTIONS', '/workflows', {
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });

  test("of the web's own origin @SEC-08/cors", async () => {
    const answer = await preflight(webUrl);
    expect([200, 204], answer.what).toContain(answer.status);
    expect(header(answer, 'access-control-allow-origin'), answer.what).toBe(webUrl);
    expect(header(answer, 'access-control-allow-methods'), answer.what).toContain('POST');
    const simple = await user.get('/me', { origin: webUrl });
    expect(header(simple, 'access-control-allow-origin'), simple.what).toBe(webUrl);
    expect(header(simple, 'vary'), `${simple.what}: vary`).toMatch(/origin/i);
  });

  for (const origin of [STRANGER, 'null', `${webUrl}.example.test`, webUrl.replace('http:', 'https:')])
    test(`of nobody else: ${origin.replace(/:\d+/, '')} @SEC-08/cors`, async () => {
      for (const answer of [await preflight(origin), await user.get('/me', { origin })]) {
        const allowed = header(answer, 'access-control-allow-origin');
        // A fixed origin of ours is no leave for theirs.
        expect([null, webUrl], `${answer.what} for origin ${origin}: access-control-allow-origin`).toContain(
          allowed,
        );
        expect(header(answer, 'access-control-allow-credentials'), answer.what).toBeNull();
      }
    });
});

describe('answers of the web', () => {
  for (const [path, status, signedIn] of [
    ['/login', 200, false],
    ['/dashboard', 200, true],
    ['/no-such-page', 404, true],
    ['/admin', 403, true],
    ['/dashboard', 302, false],
    ['/api/metrics/baseline', 401, false],
    ['/assets/app.css', 200, false],
  ] as const)
    test(`GET ${path} ${signedIn ? 'signed in' : 'anonymous'} has the security headers @SEC-08/headers`, async () => {
      const answer = await web.get(path, signedIn ? { cookie } : {});
      expectStatus(answer, status);
      expectCommon(answer);
    });

  test('let a page run and load what is our own, and be framed by nobody @SEC-08/csp', async () => {
    for (const path of ['/login', '/dashboard']) {
      const answer = await web.get(path, { cookie });
      const policy = policyOf(answer);
      expect(policy, answer.what).toMatchObject({
        'frame-ancestors': "'none'",
        'base-uri': "'none'",
        'form-action': "'self'",
      });
      const all = Object.values(policy).join(' ');
      expect(all, `${answer.what}: content-security-policy`).not.toMatch(
        /unsafe-inline|unsafe-eval|\*|data:/,
      );
      expect(policy['script-src'] ?? policy['default-src'], `${answer.what}: script-src`).toMatch(
        /^'(self|none)'$/,
      );
    }
  });

  test('keep pages of somebody signed in out of caches, and assets in them @CON-09/web-caching @CON-09/assets', async () => {
    const page = await web.get('/dashboard', { cookie });
    expect(header(page, 'cache-control'), page.what).toMatch(/no-store|private/);
    for (const path of ['/assets/app.css', '/assets/app.js', '/favicon.svg']) {
      const asset = await web.get(path);
      expectStatus(asset, 200);
      expect(header(asset, 'cache-control'), asset.what).toMatch(/max-age=[1-9]/);
      const etag = header(asset, 'etag') ?? '';
      expect(etag, `${asset.what}: etag`).toMatch(/^(W\/)?".+"$/);
      expectStatus(await web.get(path, { 'if-none-match': etag }), 304);
    }
  });
});

describe('conditional requests to the web', () => {
  test('its endpoint answers as the API does: 304 to who knows the answer, else anew @CON-09/web-conditional', async () => {
    const path = '/api/metrics/baseline';
    const first = await web.get(path, { cookie });
    expectStatus(first, 200);
    expect(header(first, 'etag') ?? 'none', `${first.what}: etag`).toMatch(/^"[^"]+"$/);
    expect(header(first, 'cache-control'), first.what).toBe('private, no-cache');
    // It measures anew each time: what is known is said by "whatever it is".
    const known = await web.get(path, { cookie, 'if-none-match': '*' });
    expectStatus(known, 304);
    expect(known.bytes.length, `${known.what}: bytes of its body`).toBe(0);
    expectStatus(await web.get(path, { cookie, 'if-none-match': '"another"' }), 200);
  });

  test('its pages are never kept, and always whole @CON-09/web-conditional @CON-09/web-caching', async () => {
    for (const path of [
      '/dashboard',
      '/workflows',
      '/uploads',
      '/search?q=backup',
      '/alerts',
      '/notifications',
    ]) {
      const page = await web.get(path, { cookie, 'if-none-match': '*' });
      expectStatus(page, 200);
      expect(header(page, 'cache-control'), page.what).toBe('no-store');
      expect(header(page, 'etag'), `${page.what}: etag`).toBeNull();
    }
  });
});

describe('the session cookie', () => {
  test('is out of reach of scripts and other sites @SEC-08/cookies', async () => {
    const { username, password } = accounts.user;
    const body = new URLSearchParams({ email: username, password });
    const answer = await web.ask('POST', '/login', { body, headers: { origin: webUrl } });
    expectStatus(answer, 303);
    const [session = ''] = answer.headers.getSetCookie();
    expect(session.split('=')[0], 'the name of the cookie').toBe('session');
    const attributes = session
      .split(';')
      .slice(1)
      .map((part) => part.trim().toLowerCase());
    expect(attributes, 'attributes of the session cookie').toEqual(
      expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']),
    );
    expect(attributes.includes('secure'), 'Secure exactly on https').toBe(webUrl.startsWith('https:'));
    expect(
      attributes.filter((one) => one.startsWith('domain')),
      'a domain',
    ).toEqual([]);
  });

  test('is taken away at the logout, and the token behind it is worthless @SEC-08/cookies @SEC-06/sessions', async () => {
    const mine = await signInToWeb(webUrl, accounts.user);
    const answer = await web.ask('POST', '/logout', { headers: { cookie: mine, origin: webUrl } });
    expectStatus(answer, 303);
    expect(answer.headers.getSetCookie().join(), 'POST /logout: set-cookie').toMatch(
      /session=;|Max-Age=0|Expires=Thu, 01 Jan 1970/i,
    );
    expectStatus(await web.get('/dashboard', { cookie: mine }), 302);
  });

  test('is of no use to a form of another site @SEC-08/csrf', async () => {
    for (const origin of [STRANGER, 'null'])
      for (const path of ['/workflows', '/logout']) {
        const body = new URLSearchParams({ name: 'Forged', key: 'forged-key', back: '/dashboard' });
        expectStatus(await web.ask('POST', path, { body, headers: { cookie, origin } }), 403);
      }
    expectStatus(await web.get('/dashboard', { cookie }), 200);
  });

  test('is followed by no way to another site: back is a path of ours @SEC-08/redirects', async () => {
    const back = async (to: string) => {
      const body = new URLSearchParams({ name: 'Back', key: crypto.randomUUID(), back: to });
      const answer = await web.ask('POST', '/workflows', { body, headers: { cookie, origin: webUrl } });
      expectStatus(answer, 303);
      return header(answer, 'location');
    };
    expect(await back('/workflows'), 'location for back=/workflows').toBe('/workflows');
    for (const to of [
      'https://example.test/',
      '//example.test/',
      '/\\example.test',
      'javascript:alert(1)',
      '',
    ])
      expect(await back(to), `location for back=${to}`).toBe('/dashboard');
  });
});
