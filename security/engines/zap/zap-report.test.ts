import { expect, test } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { allRules } from '../../rules/all-rules.ts';
import { sampleExchange } from '../../rules/sample-exchange.ts';
import { report } from './zap-report.ts';

const scan = { credentials: new Set<string>(), spiderUrls: 4, signedIn: ['web'], failure: undefined };

test('records findings, a check a rule, how much was examined, and a summary without values', async () => {
  await using run = suiteRunForTest({ options: {} });
  const rules = await allRules();
  const exchanges = [
    sampleExchange({ url: 'http://shop.test/a?key=s3cret', sent: { Cookie: 'session=s3cret' } }),
    sampleExchange({ url: 'http://shop.test/a?key=other' }),
  ];
  await report(run, scan, exchanges, rules);

  const { checks, findings, metrics, attachments } = run.recorder;
  expect(checks).toHaveLength(rules.length + 1);
  expect(checks.at(-1)).toMatchObject({
    id: 'authenticated canary of web, before and after',
    outcome: 'passed',
  });
  expect(findings.filter((finding) => finding.rule === 'csp/missing')).toHaveLength(1);
  expect(metrics.map(({ name, value, samples }) => [name, value, samples])).toEqual([
    ['findings.examined', 2, 2],
    ['urls.reached', 2, 2],
    ['spider.urls', 4, 2],
    ['exchanges.authenticated', 1, 2],
  ]);
  const summary = attachments[0]?.content.toString() ?? '';
  expect(JSON.parse(summary)).toContainEqual({
    site: 'web',
    method: 'GET',
    route: '/a?key',
    status: 200,
    authenticated: true,
  });
  expect(summary).not.toContain('s3cret');
});

test('of nothing it claims nothing', async () => {
  await using run = suiteRunForTest({ options: {} });
  await report(run, { ...scan, signedIn: [] }, [], await allRules());
  expect(run.recorder.checks.filter((check) => check.outcome !== 'skipped')).toEqual([]);
  expect(run.recorder.metrics[0]).toMatchObject({ name: 'findings.examined', value: 0, samples: 0 });
});
