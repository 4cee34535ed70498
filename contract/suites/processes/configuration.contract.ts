import { describe, expect, test } from 'vitest';
import { LAUNCH_MS, launchRefused, startOf, type Variables } from '../shared/launch.ts';

/** Exit status of a process whose environment is not what it needs (sysexits: EX_CONFIG). */
const REFUSED = 78;
const LONG = 'x'.repeat(48);

/** Values that are near to right, each wrong in a way of its own; a process is given one of each at a time. */
const near = {
  port: ['0', '65536', '80.5'],
  postgres: ['xpostgres://u:p@127.0.0.1/d', 'postgresqlx://u:p@127.0.0.1/d', 'postgresq://u:p@127.0.0.1/d'],
  redis: ['xredis://127.0.0.1', 'redisx://127.0.0.1', 'redi://127.0.0.1'],
  http: ['xhttp://127.0.0.1', 'https://127.0.0.1/', 'httpsx://127.0.0.1'],
  anyHttp: ['xhttp://127.0.0.1/', 'httpsx://127.0.0.1/', 'none'],
  origin: ['http://127.0.0.1/path', 'http://u@127.0.0.1', 'http://127.0.0.1/'],
  secret: [LONG.slice(0, 31), '', 'x'],
  token: [LONG.slice(0, 23), '', 'x'],
  bucket: ['ab', 'x'.repeat(64), '-Uploads'],
  text: ['', '', ''],
  count: ['0', '1.5', 'many'],
  minute: ['59', '60.5', 'many'],
  concurrency: ['0', '51', '1.5'],
  severities: ['loud', 'warning,loud', ''],
  level: ['loud', 'INFO', ''],
  boolean: ['yes', 'TRUE', ''],
} as const;
type Kind = keyof typeof near;

const stores: Readonly<Record<string, Kind>> = {
  DATABASE_URL: 'postgres',
  REDIS_URL: 'redis',
  SCRAPE_TOKEN: 'token',
};
const outside: Readonly<Record<string, Kind>> = {
  ALERT_WEBHOOK_URL: 'anyHttp',
  ALERT_SEVERITY_THRESHOLDS: 'severities',
  NEXT_PUBLIC_APP_URL: 'http',
};
const usual: Readonly<Record<string, Kind>> = {
  LOG_LEVEL: 'level',
  PROMETHEUS_ENABLE: 'boolean',
  SENTRY_DSN: 'http',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http',
};
/** What each part reads, and of which kind it is. */
const reads: Readonly<Record<'api' | 'worker', Readonly<Record<string, Kind>>>> = {
  api: {
    ...{ ...stores, ...outside, ...usual },
    API_PORT: 'port',
    WORKER_URL: 'http',
    WEB_PUBLIC_URL: 'origin',
    SOCKET_ORIGIN: 'origin',
    JWT_SECRET: 'secret',
    JWT_SECRET_ACCEPTED: 'secret',
    STORAGE_URL: 'http',
    STORAGE_BUCKET: 'bucket',
    STORAGE_ACCESS_KEY: 'text',
    STORAGE_SECRET_KEY: 'token',
    UPLOAD_MAX_BYTES: 'count',
    TOKEN_TTL_SECONDS: 'minute',
    SESSION_TTL_SECONDS: 'minute',
    RATE_LIMIT_MAX: 'count',
    RATE_LIMIT_WINDOW: 'count',
    LOGIN_FAILURES_MAX: 'count',
    LOGIN_FAILURES_WINDOW_SECONDS: 'count',
  },
  worker: { ...stores, ...outside, ...usual, WORKER_PORT: 'port', WORKER_CONCURRENCY: 'concurrency' },
};

/** What it complains of: `NAME is missing`, `NAME is malformed: …`. */
function complaints(said: string): Readonly<Record<string, string>> {
  const lines = [...said.matchAll(/^\s+([A-Z][A-Z0-9_]+) is (missing|malformed)/gm)];
  return Object.fromEntries(lines.map(([, name = '', what = '']) => [name, what]));
}

describe.each(['api', 'worker'] as const)('the %s', (part) => {
  const own = reads[part];
  const { env } = startOf(part);

  test(
    'without what it needs starts nothing, and names all of it',
    async () => {
      const none: Variables = Object.fromEntries(Object.keys(env).map((name) => [name, undefined]));
      const { code, said } = await launchRefused(part, none);
      expect(code, said).toBe(REFUSED);
      // Whatever it is given here it needs, but for those that have a value of their own.
      const optional = ['SOCKET_ORIGIN', ...Object.keys(outside), ...Object.keys(usual)];
      const needed = Object.keys(own).filter((name) => name in env && !optional.includes(name));
      expect(complaints(said)).toEqual(Object.fromEntries(needed.map((name) => [name, 'missing'])));
    },
    LAUNCH_MS,
  );

  // The worker reads its own as the API does.
  test.each(part === 'api' ? [0, 1, 2] : [1])(
    'with values that are nearly right, %i, starts nothing, names all of them and shows none',
    async (which) => {
      const wrong = Object.fromEntries(
        Object.entries(own).map(([name, kind]) => [name, near[kind][which] ?? '']),
      );
      const { code, said } = await launchRefused(part, wrong);
      expect(code, said).toBe(REFUSED);
      expect(complaints(said)).toEqual(
        Object.fromEntries(Object.keys(own).map((name) => [name, 'malformed'])),
      );
      const shown = Object.values(wrong).filter((value) => value.includes('://') && said.includes(value));
      expect(shown, 'values that it shows').toEqual([]);
    },
    LAUNCH_MS,
  );
});
