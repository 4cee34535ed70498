import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderPage } from './index.report.ts';
import { buildModel } from '../model/model.ts';
import { manyChecks } from '../testing/many-checks.ts';
import { SAMPLES, sampleRun } from '../testing/sample-run.ts';
import type { ReportInput } from '../model/input.ts';

function page(input: ReportInput): Promise<string> {
  const folder = '/checkout/reports/runs/one run';
  const evidenceFolder = '/checkout/evidence/runs/one run';
  const reports = ['index', 'junit'];
  return renderPage({ model: buildModel(input), folder, evidenceFolder, reports });
}

describe('index.html', () => {
  it.each(SAMPLES)('asks nothing of anyone: %s', async (sample) => {
    const html = await page(sampleRun(sample));
    expect(html).toContain(`default-src 'none'`);
    expect(html.match(/(?:src|href|action)="(?:https?:)?\/\//g)).toBeNull();
    expect(html).not.toMatch(/@import|url\(/);
  });

  it.each(SAMPLES)('has no id twice, and no link within the page to nowhere: %s', async (sample) => {
    const html = await page(sampleRun(sample));
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  it('links evidence so that it opens from disk, whatever its name', async () => {
    const html = await page(sampleRun('fail'));
    expect(html).toContain('href="../../../evidence/runs/one%20run/e2e/e2e/uploads/journal.ndjson"');
  });

  it('says that no tool was needed only of a run whose suites all ran', async () => {
    const input = sampleRun('pass');
    const html = await page({ ...input, run: { ...input.run, tools: [] } });
    expect(html).toContain('No tool was needed');
    expect(html).not.toContain('No tool was recorded');
    expect(await page(sampleRun('crashed'))).not.toContain('No tool was needed');
  });

  it('says that nothing failed only of a run of which nothing did, waived or not', async () => {
    expect(await page(sampleRun('pass'))).toContain('Nothing failed and nothing is unknown.');
    const waived = await page(sampleRun('waived'));
    expect(waived).toContain('Nothing failed but what is waived, and nothing is unknown.');
    expect(waived).not.toContain('Nothing failed and');
  });

  it('calls checks declared only where fewer ran than were', async () => {
    const input = sampleRun('pass');
    const declaring = (checks: number) =>
      page({
        ...input,
        run: {
          ...input.run,
          planned: input.run.planned.map((one) => ({
            ...one,
            suite: { ...one.suite, expects: { checks } },
          })),
        },
      });
    expect(await declaring(1)).toContain('<strong>9</strong> of 9 checks passed');
    expect(await declaring(30)).toContain('<strong>9</strong> of 30 declared checks passed');
  });

  it('names the checks that asserted nothing, and says nothing of them where there are none', async () => {
    const input = sampleRun('fail');
    expect(await page(input)).not.toContain('without an assertion');
    const evidences = input.evidences.map((one) => ({
      ...one,
      checks: one.checks.map((check) => ({ ...check, id: `<${check.id}>`, assertions: 0 })),
    }));
    const html = await page({ ...input, evidences });
    expect(html).toMatch(
      /\d+ checks? passed without an assertion that was seen<\/summary><ul class="checks"><li>[^]*?&lt;/,
    );
  });

  it('shows nothing that a tool said as markup', async () => {
    const input = sampleRun('fail');
    const attack = '<img src=x onerror=alert(1)> "\'&';
    const evidences = input.evidences.map((one) => ({
      ...one,
      checks: one.checks.map((check) => ({ ...check, id: `${check.id} ${attack}`, detail: attack })),
      findings: one.findings.map((finding) => ({ ...finding, title: attack, where: attack, fix: attack })),
    }));
    const reasons = input.decision.reasons.map((one) => ({
      ...one,
      what: attack,
      expected: attack,
      observed: attack,
      fix: attack,
    }));
    const run = { ...input.run, warnings: [attack], skipped: [{ name: attack, reason: attack }] };
    const html = await page({ ...input, run, evidences, decision: { verdict: 'fail', reasons } });
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &quot;&#39;&amp;');
  });

  it('lets only what has escaped its text stand raw in a template', async () => {
    const folder = join(import.meta.dirname, '../drawing/templates');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.eta'));
    const sources = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    const raw = sources.flatMap((source) =>
      [...source.matchAll(/<%~\s*(.*?)\s*%>/g)].map((match) => match[1]),
    );
    expect(raw.length).toBeGreaterThan(30);
    const escaped = /^(include\(|it\.h\.\w+\(|it\.css$|it\.script$|fact\.html$|plots\.join\()/;
    expect(raw.filter((expression) => !escaped.test(expression ?? ''))).toEqual([]);
  });

  it('says what is not known of a run that never came up', async () => {
    const html = await page(sampleRun('crashed'));
    for (const said of ['never came up', '7 suites were planned but never ran', 'No tool was recorded'])
      expect(html).toContain(said);
  });

  it('says that the evidence of an interrupted run was not sealed', async () =>
    expect(await page(sampleRun('interrupted'))).toContain('was not sealed'));

  it('says of changed evidence that it does not verify, not that it was not sealed', async () => {
    const html = await page({ ...sampleRun('interrupted'), verifies: false });
    expect(html).toContain('Do not rely on the evidence of this run: it does not verify.');
    expect(html).not.toContain('was not sealed');
  });

  it('names only the other views that were built', async () => {
    const html = await page(sampleRun('pass'));
    expect(html).toContain('href="junit.xml"');
    expect(html).not.toContain('href="allure/index.html"');
  });

  it('folds what goes beyond twenty problems', async () => {
    const html = await page(manyChecks(1000, 60));
    expect(html).toContain('<summary>40 more</summary>');
  });
});
