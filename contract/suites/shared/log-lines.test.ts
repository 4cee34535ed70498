import { expect, test } from 'vitest';
import { linesIn } from './log-lines.ts';
import { secretsIn } from './secrets.ts';

const line = (more = {}) =>
  JSON.stringify({ level: 'info', time: '2026-01-01T00:00:00.000Z', part: 'api', msg: 'answered', ...more });

test('a log is its whole lines, those that are wanted', () => {
  const text = `${line({ requestId: 'a' })}\n\n${line({ requestId: 'b' })}\n{"level":"in`;
  expect(linesIn(text).map(({ requestId }) => requestId)).toEqual(['a', 'b']);
  expect(linesIn(text, (one) => one.includes('"b"')).map(({ requestId }) => requestId)).toEqual(['b']);
});

test.each(['no JSON', '{}', line({ level: 30 }), line({ time: 'now' })])(
  'a line that is none is told: %s',
  (bad) => {
    expect(() => linesIn(`${bad}\n`)).toThrow(/expected a line of JSON with level, time, part and msg/);
  },
);

test('of an environment secrets are keys, tokens and passwords in URLs', () => {
  const env = {
    API_PORT: '1',
    JWT_SECRET: 'a',
    SCRAPE_TOKEN: 'b',
    REDIS_URL: 'redis://:c%20d@h:1',
    WEB_URL: 'http://h',
  };
  expect(secretsIn(env)).toEqual(['a', 'b', 'c d']);
});
