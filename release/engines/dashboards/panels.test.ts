import { expect, test } from 'vitest';
import { panelsIn, plainExpr } from './panels.ts';

const gridPos = { h: 8, w: 12, x: 0, y: 0 };
const panel = (id: number, title: string, more: object = {}) => ({
  ...{ id, title, type: 'timeseries', gridPos, targets: [{ refId: 'A', expr: 'up' }] },
  ...more,
});
const dashboard = (panels: readonly object[], more: object = {}) =>
  JSON.stringify({ uid: 'u', title: 'T', schemaVersion: 39, panels, ...more });

const inShort = { fieldConfig: { defaults: { unit: 'short' } } };
test('the panels of a dashboard, those in a row too, and no texts', () => {
  const row = panel(2, 'Row', { type: 'row', targets: undefined, panels: [panel(3, 'Inner')] });
  const text = panel(4, 'Words', { type: 'text', targets: undefined });
  expect(panelsIn('d.json', dashboard([panel(1, 'Outer', inShort), row, text]))).toEqual([
    { title: 'Outer', exprs: ['up'], legends: [''], unknown: [], unit: 'short' },
    { title: 'Inner', exprs: ['up'], legends: [''], unknown: [], unit: undefined },
  ]);
});

test.each([
  ['no JSON', '{', 'JSON'],
  ['no version of its schema', dashboard([panel(1, 'A')], { schemaVersion: undefined }), 'schemaVersion'],
  ['a query that is none', dashboard([panel(1, 'A', { targets: [{ refId: 'A', expr: '' }] })]), 'expr'],
  ['a panel that asks for nothing', dashboard([panel(1, 'A', { targets: undefined })]), 'asks for nothing'],
  ['two panels of one id', dashboard([panel(1, 'A'), panel(1, 'B')]), 'the same id'],
  ['another source of data', dashboard([panel(1, 'A', { datasource: { type: 'loki' } })]), 'prometheus'],
  ['a panel wider than the page', dashboard([panel(1, 'A', { gridPos: { ...gridPos, w: 25 } })]), '24'],
])('%s is refused', (_what, text, why) => {
  expect(() => panelsIn('d.json', text)).toThrow(why);
});

test('variables of time are replaced', () => {
  expect(plainExpr('rate(a[$__rate_interval]) + rate(b[${__interval}])', '5s')).toBe(
    'rate(a[5s]) + rate(b[5s])',
  );
});

test('variables that a dashboard does not have are told: of its source, and in what it asks', () => {
  const asking = panel(1, 'A', {
    datasource: { type: 'prometheus', uid: '${source}' },
    targets: [{ refId: 'A', expr: 'rate(up{job="$job"}[$__rate_interval])', legendFormat: '{{job}}' }],
  });
  const withVariables = (...names: readonly string[]) =>
    panelsIn('d.json', dashboard([asking], { templating: { list: names.map((name) => ({ name })) } }));
  expect(withVariables('source', 'job')).toMatchObject([{ unknown: [], legends: ['{{job}}'] }]);
  expect(withVariables('sources')).toMatchObject([{ unknown: ['source', 'job'] }]);
});
