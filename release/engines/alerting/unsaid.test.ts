import { expect, test } from 'vitest';
import { unsaid } from './unsaid.ts';

const SAYS =
  '{{ .CommonLabels.severity }}: {{ .CommonLabels.alertname }} in {{ .CommonLabels.environment }} {{ .Labels.job }} {{ .Annotations.action }}';
const alert = {
  alert: 'Down',
  expr: 'up == 0',
  labels: { severity: 'error' },
  annotations: { action: 'https://localhost' },
};

test('all that messages name is there: of the rule, of its series, and what Prometheus adds', () => {
  expect(unsaid(SAYS, [alert], ['environment'])).toEqual([]);
  expect(unsaid(SAYS, [{ ...alert, expr: 'sum by (le, job) (a) > 3' }], ['environment'])).toEqual([]);
});

test.each([
  ['a label that nobody gives', {}, [], 'Down has no label environment'],
  ['a rule without its label', { labels: {} }, ['environment'], 'Down has no label severity'],
  ['a rule without an annotation', { annotations: {} }, ['environment'], 'Down has no annotation action'],
  [
    'what is summed over all jobs',
    { expr: 'sum(rate(a[5m])) > 3' },
    ['environment'],
    'Down has no label job',
  ],
])('%s is told', (_what, more, given, told) => {
  expect(unsaid(SAYS, [{ ...alert, ...more }], given)).toEqual([told]);
});
