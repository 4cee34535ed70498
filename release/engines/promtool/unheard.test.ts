import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unheard } from './unheard.ts';

const shipped = readFileSync(
  join(import.meta.dirname, '../../../fixtures/targets/reference/observability/prometheus.yml'),
  'utf8',
);

const RULES = { groups: [{ name: 'shop', rules: [] }] };

test('a configuration that loads the rules and names an Alertmanager', () => {
  expect(unheard(shipped, 'alerts.yml', RULES)).toEqual([]);
  expect(unheard(shipped.replace('- alerts.yml', '- "*.yml"'), 'alerts.yml', RULES)).toEqual([]);
  const found = shipped.replace(
    /static_configs:\n +- targets: \['alertmanager.*/,
    'dns_sd_configs: [{ names: [a] }]',
  );
  expect(unheard(found, 'alerts.yml', RULES)).toEqual([]);
});

test.each([
  ['another file', shipped.replace('- alerts.yml', '- others.yml'), 'rule_files has no alerts.yml'],
  [
    'no file',
    'rule_files: []\nalerting: { alertmanagers: [{ static_configs: [{ targets: [a] }] }] }',
    'rule_files has no alerts.yml',
  ],
  [
    'rules that are looked at seldom',
    shipped.replace('evaluation_interval: 15s', 'evaluation_interval: 10m'),
    'group shop is evaluated each 10m',
  ],
  ['nobody who is told', shipped.replace("['alertmanager:9093']", '[]'), 'alerting names no Alertmanager'],
])('%s is told', (_what, config, told) => {
  expect(unheard(config, 'alerts.yml', RULES)).toEqual([told]);
});

test('a group that is looked at seldom by itself is told', () => {
  const groups = [{ name: 'shop', interval: '1h', rules: [] }];
  expect(unheard(shipped, 'alerts.yml', { groups })).toEqual(['group shop is evaluated each 1h']);
});
