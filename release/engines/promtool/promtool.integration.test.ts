import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import promtoolTool from '../../../fixtures/services/prometheus/promtool.tool.ts';
import { environmentForTest, suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { program, temporaryFolder } from '../../../fixtures/tools/testing/fake-tool.ts';
import { optionsSchema } from './options.ts';
import { proveRules } from './prove-rules.ts';

const found = await createFinder().find(promtoolTool);
/** It is a download of 20 MB for the first run that needs it, and for no test. */
const missing = 'missing' in found ? found.missing.what : undefined;
beforeEach((context) => context.skip(missing !== undefined, missing));

const REFERENCE = join(import.meta.dirname, '../../../fixtures/targets/reference/observability');
const RULE = `groups:
  - name: small
    rules:
      - alert: Down
        expr: up == 0
        for: 1m
        labels: { severity: error }
        annotations: { summary: It is down., action: https://localhost/down }
`;
const TEST = `rule_files: [alerts.yml]
evaluation_interval: 15s
tests:
  - interval: 30s
    input_series:
      - { series: 'up{job="a"}', values: 0x9 }
      - { series: 'up{job="b"}', values: 1x9 }
    alert_rule_test:
      - { eval_time: 45s, alertname: Down, exp_alerts: [] }
      - eval_time: 75s
        alertname: Down
        exp_alerts:
          - exp_labels: { severity: error, job: a }
            exp_annotations: { summary: It is down., action: https://localhost/down }
`;

/** What is recorded of those files beside the reference target's configuration. */
async function said(rules: string, tests: string, path = 'missing' in found ? '' : found.path) {
  const source = mkdtempSync(join(tmpdir(), 'rules-'));
  onTestFinished(() => rmSync(source, { recursive: true }));
  cpSync(join(REFERENCE, 'prometheus.yml'), join(source, 'prometheus.yml'));
  writeFileSync(join(source, 'alerts.yml'), rules);
  writeFileSync(join(source, 'alerts.test.yml'), tests);
  const down = { when: '== 0', for: '1m', severity: 'error', proves: ['OBS-02/unit-5xx'] };
  const options = optionsSchema.parse({ folder: '.', alerts: { Down: down } });
  const run = suiteRunForTest({ options, environment: { ...environmentForTest(), source } });
  onTestFinished(() => run.close());
  const { target: _, tenant: __, ...rest } = run;
  const tool = { name: 'promtool', path, version: '2.42.0', source: 'cache' } as const;
  await proveRules(rest, tool);
  const failed = run.recorder.checks.filter(({ outcome }) => outcome === 'failed');
  return { ...run.recorder, failed: failed.map(({ id, detail }) => `${id}: ${detail ?? ''}`) };
}

test('rules whose tests notice every change pass, and what they show is on the check of that alert', async () => {
  const { failed, checks, metrics } = await said(RULE, TEST);
  expect(failed).toEqual([]);
  expect(checks.at(-1)).toMatchObject({
    id: 'a test notices each change of Down',
    proves: ['OBS-02/unit-5xx'],
  });
  expect(metrics).toMatchObject([{ value: 8 }, { value: 0 }]);
});

test('a change that no test notices is named', async () => {
  const { failed } = await said(RULE, TEST.replace('eval_time: 75s', 'eval_time: 4m'));
  expect(failed).toEqual([
    'a test notices each change of Down: 1 of 8 that no test notices: for: 1m → 120000ms',
  ]);
});

test('an alert that no test fires is named, and so is an average', async () => {
  const slow = RULE.replace('rules:', 'rules:\n      - { alert: Slow, expr: t_sum / t_count > 3 }');
  const { failed } = await said(slow, TEST);
  expect(failed).toEqual(
    expect.arrayContaining([
      'no other alert is there, and none twice: there is Slow',
      'Slow is when, after how long and how severe it must be, and says what to do: no annotation is a link',
      'each alert is fired by a test: no test fires Slow',
      'no alert takes an average for a quantile: it does: Slow',
    ]),
  );
});

test('an alert that must be there and is not is named', async () => {
  const other = (text: string) => text.replaceAll('Down', 'Gone');
  expect((await said(other(RULE), other(TEST))).failed).toEqual([
    'each alert that must be there is there: there is no Down',
    'no other alert is there, and none twice: there is Gone',
  ]);
});

test('what is mistaken in a rule and in its test alike is named', async () => {
  const other = (text: string) =>
    text.replace('severity: error', 'severity: warn').replace('up == 0', 'up == 1');
  const rules = other(RULE).replace('for: 1m', 'for: 1h');
  expect((await said(rules, other(TEST))).failed).toContain(
    'Down is when, after how long and how severe it must be, and says what to do: when: == 1, expected == 0; for, in ms: 3600000, expected 60000; severity: warn, expected error',
  );
});

test('of rules that are not valid nothing else is said', async () => {
  const { failed, checks } = await said(RULE.replace('up == 0', 'up = 0'), TEST);
  expect(checks).toHaveLength(2);
  expect(failed).toEqual([expect.stringContaining('alerts.yml is valid')]);
});

test('a promtool that is content with everything is not believed', async () => {
  using folder = temporaryFolder();
  const content = program(join(folder.path, 'promtool'), 'exit 0');
  await expect(said(RULE, TEST, content)).rejects.toThrow('does not tell a wrong rule');
});

test('the tests of the reference target fire each of its alerts', async () => {
  const text = (name: string) => readFileSync(join(REFERENCE, name), 'utf8');
  const { alertsOf, firedIn, rulesIn } = await import('../../observability/rules.ts');
  const names = alertsOf(rulesIn(text('alerts.yml'))).map(({ alert }) => alert);
  expect([...firedIn(text('alerts.test.yml'))].toSorted()).toEqual(names.toSorted());
});
