import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { alertmanagerConfig, externalLabels, jobsIn, prometheusFiles } from './live-files.ts';
import { alertsOf, rulesIn } from './rules.ts';

const shipped = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../fixtures/targets/reference/observability', name), 'utf8');
const SHIPPED = { config: shipped('prometheus.yml'), rules: shipped('alerts.yml') };
const api = { name: 'api', url: 'http://127.0.0.1:4000/metrics', token: 'hush' };
const LIVE = { endpoints: [api], environment: 'run-1', by: 30, alertmanager: '127.0.0.1:4001' };

test('Prometheus scrapes the parts where they are, each by the job of its name, with its token in a file', () => {
  const files = prometheusFiles(SHIPPED, LIVE);
  expect(files['api-token']).toBe('hush');
  expect(files['prometheus.yml']).not.toContain('hush');
  expect(parse(files['prometheus.yml'] ?? '')).toMatchObject({
    global: { scrape_interval: '1s', external_labels: { environment: 'run-1' } },
    alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:4001'] }] }] },
    scrape_configs: [
      {
        job_name: 'api',
        metrics_path: '/metrics',
        static_configs: [{ targets: ['127.0.0.1:4000'] }],
        authorization: { credentials_file: 'api-token' },
      },
    ],
  });
});

test('each job is told, how often it scrapes, as all do or as it says itself, where, and whether it sends a token', () => {
  const slower = SHIPPED.config
    .replace('- job_name: web\n', '- job_name: web\n    scrape_interval: 1m\n')
    .replace(/(metrics_path: \/metrics\/workers\n) +authorization:\n.*\n/, '$1');
  expect(jobsIn(slower)).toEqual([
    { name: 'api', interval: '15s', path: '/metrics', isAuthorized: true },
    { name: 'web', interval: '1m', path: '/api/metrics/prometheus', isAuthorized: true },
    { name: 'worker', interval: '15s', path: '/metrics/workers', isAuthorized: false },
  ]);
  expect(externalLabels(slower)).toEqual(['environment']);
});

test('rules keep all but their times', () => {
  const before = alertsOf(rulesIn(SHIPPED.rules));
  const after = alertsOf(rulesIn(prometheusFiles(SHIPPED, LIVE)['alerts.yml'] ?? ''));
  expect(after.map(({ alert, labels }) => ({ alert, labels }))).toEqual(
    before.map(({ alert, labels }) => ({ alert, labels })),
  );
  const slow = after.find(({ alert }) => alert === 'LatencyHigh');
  expect(slow).toMatchObject({
    for: '10000ms',
    expr: expect.stringContaining('_bucket[10000ms]))) > 300') as string,
  });
});

test('people are told by the product’s own words, at the places that are given', () => {
  const sinks = { chat: 'http://127.0.0.1:4002/chat', mail: '127.0.0.1:4003' };
  const config = alertmanagerConfig(shipped('alertmanager.yml'), sinks, 30);
  expect(config.route).toMatchObject({ group_wait: '1000ms', group_interval: '10000ms', receiver: 'chat' });
  expect(JSON.stringify(config)).not.toMatch(/api_url_file|mail:25/);
  for (const { slack_configs: slack } of config.receivers)
    expect(slack).toMatchObject([{ api_url: sinks.chat, send_resolved: true }]);
  expect(config.receivers[1]?.email_configs).toMatchObject([{ smarthost: sinks.mail, require_tls: false }]);
});

test('what drops or mutes an alert on its way does so here too', () => {
  const drop = { source_labels: ['severity'], regex: 'warn', action: 'drop' };
  const dropping = SHIPPED.config
    .replace('alerting:\n', `alerting:\n  alert_relabel_configs: ${JSON.stringify([drop])}\n`)
    .replace(
      '- static_configs:',
      `- alert_relabel_configs: ${JSON.stringify([drop])}\n      static_configs:`,
    );
  expect(
    parse(prometheusFiles({ ...SHIPPED, config: dropping }, LIVE)['prometheus.yml'] ?? ''),
  ).toMatchObject({
    alerting: {
      alert_relabel_configs: [drop],
      alertmanagers: [{ alert_relabel_configs: [drop], static_configs: [{ targets: ['127.0.0.1:4001'] }] }],
    },
  });
  const muting = `${shipped('alertmanager.yml')}\ninhibit_rules: [{ target_matchers: ['severity="warn"'] }]\n`;
  const sinks = { chat: 'http://127.0.0.1:4002/chat', mail: '127.0.0.1:4003' };
  expect(alertmanagerConfig(muting, sinks, 30)).toMatchObject({
    inhibit_rules: [{ target_matchers: ['severity="warn"'] }],
  });
});
