import { defineSuite } from '../../../kernel/suite.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';

export default defineSuite({
  name: 'security/passive',
  title: 'Pages and API answers carry safe headers and cookies and leak nothing, as a visitor and as a user.',
  owner: 'quality',
  engine: 'zap',
  stages: ['smoke', 'pr', 'main'],
  tags: ['dast', 'passive'],
  // Not SEC-02: that asks for ZAP's own rule packs.
  proves: ['SEC-08'],
  timeoutMs: 120_000,
  weight: 'heavy',
  expects: { checks: 18 },
  thresholds: [
    { metric: 'findings.critical', op: '==', limit: 0, unit: 'findings', minSamples: 20 },
    { metric: 'findings.high', op: '==', limit: 0, unit: 'findings', minSamples: 20 },
    { metric: 'findings.medium', op: '==', limit: 0, unit: 'findings', minSamples: 20 },
    { metric: 'exchanges.authenticated', op: '>=', limit: 10, unit: 'exchanges', minSamples: 20 },
    { metric: 'spider.urls', op: '>=', limit: 3, unit: 'urls', minSamples: 20 },
  ],
  options: {
    sites: {
      web: {
        spider: true,
        signIn: {
          kind: 'form',
          path: '/login',
          username: 'email',
          password: 'password',
          canary: '/dashboard',
        },
        pages: [
          '/',
          '/login',
          '/dashboard',
          '/api/health',
          '/api/metrics/prometheus',
          '/assets/app.css',
          '/no-such-page',
        ],
      },
      api: {
        signIn: {
          kind: 'bearer',
          path: '/auth/login',
          username: 'email',
          password: 'password',
          token: 'token',
          canary: '/me',
        },
        pages: [
          '/me',
          '/workflows',
          '/workflows?limit=nonsense',
          "/workflows/'",
          `/workflows/${unknownId}`,
          `/workflows/${unknownId}/runs`,
          '/metrics/baseline',
          '/alerts',
          '/admin/overview',
          '/metrics',
          '/api/health',
          '/openapi.json',
          '/no-such-route',
        ],
      },
    },
  },
});
