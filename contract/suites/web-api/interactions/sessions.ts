import type { Interaction } from '../interaction.ts';
import {
  EXAMPLE,
  given,
  id,
  integer,
  like,
  ofTenant,
  refusal,
  signedIn,
  signedInAdmin,
  string,
  traced,
} from '../../shared/pact-terms.ts';

const userOf = (role: 'user' | 'admin') => ({
  id: id('user'),
  email: like(EXAMPLE.email),
  name: string('A user'),
  role,
  tenant: string('example'),
});

const login = (json: object) => ({ method: 'POST', path: '/auth/login', json });

export const rightLogin: Interaction = {
  description: 'a login with the right password',
  tag: '@CON-02/login',
  state: 'an account exists',
  request: login({
    email: given('${email}', EXAMPLE.email),
    password: given('${password}', EXAMPLE.password),
  }),
  answer: {
    status: 200,
    headers: traced,
    json: {
      token: string(EXAMPLE.token),
      tokenType: 'Bearer',
      expiresInSeconds: integer(3600),
      user: userOf('user'),
    },
  },
};

export const wrongLogin: Interaction = {
  description: 'a login with a wrong password',
  tag: '@CON-02/login',
  state: 'nobody is signed in',
  request: login({ email: 'nobody@example.test', password: 'wrong' }),
  answer: { status: 401, headers: traced, json: refusal('INVALID_CREDENTIALS') },
};

export const malformedLogin: Interaction = {
  description: 'a login with a malformed e-mail',
  tag: '@CON-02/login',
  state: 'nobody is signed in',
  request: login({ email: 'nobody', password: 'wrong' }),
  answer: { status: 400, headers: traced, json: refusal('VALIDATION_FAILED', 'email') },
};

export const logout: Interaction = {
  description: 'a logout',
  tag: '@CON-02/login',
  state: 'somebody is about to sign out',
  request: { method: 'POST', path: '/auth/logout', headers: signedIn },
  answer: { status: 204, headers: traced },
};

export const me: Interaction = {
  description: 'who is signed in',
  tag: '@CON-02/me',
  state: 'somebody is signed in',
  request: { method: 'GET', path: '/me', headers: signedIn },
  answer: { status: 200, headers: ofTenant, json: userOf('user') },
};

export const meAsAdmin: Interaction = {
  description: 'who is signed in, an admin',
  tag: '@CON-02/me',
  state: 'an admin is signed in',
  request: { method: 'GET', path: '/me', headers: signedInAdmin },
  answer: { status: 200, headers: ofTenant, json: userOf('admin') },
};

export const deadSession: Interaction = {
  description: 'a refusal of somebody who is not signed in',
  tag: '@CON-02/refusal',
  state: 'somebody has signed out',
  request: { method: 'GET', path: '/me', headers: signedIn },
  answer: { status: 401, headers: traced, json: refusal('UNAUTHENTICATED') },
};

export const health: Interaction = {
  description: 'whether the API is healthy',
  tag: '@CON-02/health',
  state: 'nobody is signed in',
  request: { method: 'GET', path: '/api/health' },
  answer: { status: 200, headers: traced, json: { status: 'ok' } },
};
