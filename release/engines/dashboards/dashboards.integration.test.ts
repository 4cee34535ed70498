import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import prometheusTool from '../../../fixtures/services/prometheus/prometheus.tool.ts';
import { environmentForTest, suiteRunForTest, targetForTest } from '../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { optionsSchema } from './options.ts';
import { proveDashboards } from './prove-dashboards.ts';

const found = await createFinder().find(prometheusTool);
/** It is a download of 20 MB for the first run that needs it, and for no test. */
const missing = 'missing' in found ? found.missing.what : undefined;
beforeEach((context) => context.skip(missing !== undefined, missing));

const gridPos = { h: 8, w: 12, x: 0, y: 0 };
const PANELS = {
  Moves: 'moving',
  Stands: 'standing',
  Empty: 'missing_one',
  Half: 'moving{job="a"}',
};

test('panels that move are told from those that stand still, are empty, or lack somebody', async () => {
  let moving = 1;
  const server = createServer((request, response) => {
    response.end(request.url === '/metrics' ? `moving ${moving}\nstanding 1\n` : 'other 1\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const source = mkdtempSync(join(tmpdir(), 'dashboards-'));
  onTestFinished(() => rmSync(source, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(join(source, name), text);
  const jobs = '[{ job_name: a }, { job_name: b }]';
  write('prometheus.yml', `{ global: { scrape_interval: 15s }, scrape_configs: ${jobs} }`);
  const panels = Object.entries(PANELS).map(([title, expr], id) => ({
    ...{ id, title, type: 'timeseries', gridPos, targets: [{ refId: 'A', expr }] },
    fieldConfig: { defaults: { unit: 'short' } },
  }));
  write('d.json', JSON.stringify({ uid: 'd', title: 'D', schemaVersion: 39, panels }));

  const listed = Object.fromEntries(
    Object.entries({ ...PANELS, Forgotten: 'up' }).map(([title, expr]) => [
      title,
      { by: 'job', of: ['a'], series: [expr.replace(/\{.*/, '')], unit: 'short' },
    ]),
  );
  const options = optionsSchema.parse({
    ...{ folder: '.', dashboards: '.', load: 'load', vitest: 'config', quietSeconds: 5 },
    panels: { ...listed, Half: { ...listed['Half'], of: ['a', 'b'], proves: ['OBS-03/cpu'] } },
  });
  const metrics = [
    { name: 'a', url: `${url}/metrics` },
    { name: 'b', url: `${url}/nothing` },
  ];
  await using run = suiteRunForTest({
    ...{ options, environment: { ...environmentForTest(), source } },
    target: { ...targetForTest(), metrics },
    start: () => Promise.resolve(void (moving = 2)),
  });
  await proveDashboards(run, 'missing' in found ? '' : found.path);

  const said: Readonly<Record<string, unknown>> = Object.fromEntries(
    run.recorder.checks.map(({ id, outcome, detail }) => [id.split(':')[0] ?? '', detail ?? outcome]),
  );
  expect(said).toEqual({
    'the dashboards have the panels that are listed, and no others': 'there is no panel Forgotten',
    'each series that a panel asks for is there': 'nothing tells missing_one',
    Moves: 'passed',
    Stands: 'a: a load moves nothing (1)',
    Empty: 'a: empty',
    Half: 'b: empty',
  });
  expect(run.recorder.checks.at(-1)?.proves).toEqual(['OBS-03/every-panel', 'OBS-03/cpu']);
  expect(run.recorder.metrics).toContainEqual({
    ...{ name: 'panels.shown', value: 1, unit: 'panels', samples: 4 },
  });
});

test('a part that is not scraped before the load makes nothing known of any panel', async () => {
  const server = createServer((_, response) => void response.writeHead(503).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;

  const source = mkdtempSync(join(tmpdir(), 'dashboards-'));
  onTestFinished(() => rmSync(source, { recursive: true }));
  const config = '{ global: { scrape_interval: 15s }, scrape_configs: [{ job_name: a }] }';
  writeFileSync(join(source, 'prometheus.yml'), config);
  const panel = { id: 1, title: 'Up', type: 'timeseries', gridPos, targets: [{ refId: 'A', expr: 'up' }] };
  writeFileSync(
    join(source, 'd.json'),
    JSON.stringify({ uid: 'd', title: 'D', schemaVersion: 39, panels: [panel] }),
  );
  const options = optionsSchema.parse({
    ...{ folder: '.', dashboards: '.', load: 'load', vitest: 'config', quietSeconds: 5 },
    panels: { Up: { by: 'job', of: ['a'], series: ['up'], unit: 'short' } },
  });
  await using run = suiteRunForTest({
    ...{ options, environment: { ...environmentForTest(), source } },
    target: { ...targetForTest(), metrics: [{ name: 'a', url }] },
  });
  await expect(proveDashboards(run, 'missing' in found ? '' : found.path)).rejects.toThrow(
    `before the load Prometheus could not scrape: a (${url})`,
  );
});
