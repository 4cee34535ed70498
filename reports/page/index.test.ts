import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderPage } from './index.report.ts';
import { buildModel } from '../model/model.ts';
import { loadRun } from '../testing/load-run.ts';
import { manyChecks } from '../testing/many-checks.ts';
import { summaryMarkdown } from '../text/summary.ts';
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

  it('has no part about requirements where there are none, nor has the summary', async () => {
    const input = { ...sampleRun('pass'), catalogue: { areas: [], requirements: [] } };
    const said = [await page(input), summaryMarkdown(buildModel(input))].join();
    expect(said).not.toMatch(/id="requirements"|#requirements|### Requirements|requirements proven/);
  });

  it('links evidence so that it opens from disk, whatever its name', async () => {
    const html = await page(sampleRun('fail'));
    expect(html).toContain('href="../../../evidence/runs/one%20run/e2e/e2e/uploads/journal.ndjson"');
  });

  it('tells how its publishers fared, as the summary does', async () => {
    const publishers = [
      { publisher: 'shelf', outcome: 'published', what: '<ledger 7>' },
      { publisher: 's3', outcome: 'failed', what: 'no answer in 60 s' },
      { publisher: 'bell', outcome: 'due' },
    ] as const;
    const input = { ...sampleRun('pass'), publishers };
    const html = await page(input);
    expect(html).toContain('Published by shelf: &lt;ledger 7&gt;');
    expect(html).toMatch(/Not published by s3: no answer in 60 s\. .*\.\/harness publish/);
    expect(html).toContain('To be published by bell');
    expect(summaryMarkdown(buildModel(input))).toContain('- Published by shelf: \\<ledger 7\\>');
    expect(await page(sampleRun('pass'))).not.toContain('ublished by');
  });

  it('counts no findings of what did not look for any', async () => {
    const levels = async (prefix: string) => {
      const input = sampleRun('pass');
      const evidences = input.evidences.map((one) => ({
        ...one,
        findings: [],
        metrics: one.metrics.filter(({ name }) => !name.startsWith(prefix)),
      }));
      return (await page({ ...input, evidences })).match(/class="levels"/g)?.length;
    };
    expect([await levels('nothing'), await levels('findings.')]).toEqual([1, undefined]);
  });

  it('says how many did not run for one reason, and which, where they are many', async () => {
    const of = async (count: number) => {
      const input = sampleRun('pass');
      const skipped = Array.from({ length: count }, (_, index) => ({
        name: `e2e/s${index}`,
        reason: 'not asked for',
      }));
      return page({ ...input, run: { ...input.run, skipped } });
    };
    expect(await of(8)).toContain('<strong>e2e/s0, e2e/s1');
    expect(await of(9)).toMatch(/<summary>9 suites<\/summary><p>e2e\/s0, e2e\/s1.*e2e\/s8</);
  });

  it('does not call demands met of which none applies', async () => {
    const input = sampleRun('pass');
    const said = /The policy demands \d+ aspects?, and (all that apply are proven|none applies here)/;
    expect((said.exec(await page(input)) ?? [])[1]).toBe('all that apply are proven');
    const { requirements } = input.catalogue;
    const notApplicable = Object.fromEntries(requirements.map(({ id }) => [id, 'not here']));
    const html = await page({ ...input, run: { ...input.run, notApplicable } });
    expect((said.exec(html) ?? [])[1]).toBe('none applies here');
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

  it('tells what a scanner of files looked at, of how much, and what it found that was planted', async () => {
    const input = sampleRun('fail');
    expect(await page(input)).not.toContain('Found what was planted');
    const scan = {
      ...{ engine: 'gitleaks', version: '8.30.1', rules: 'its own', subject: 'harness: tree', unit: 'files' },
      ...{ lookedAt: 2201, thereWas: 2295, passedOver: ['<b>.png'], canary: 'a token' },
    };
    const evidences = input.evidences.map((one) =>
      one.suite.name === 'security/passive'
        ? { ...one, events: [{ name: 'scan', at: one.startedAt, detail: scan }] }
        : one,
    );
    const html = await page({ ...input, evidences });
    expect(html).toMatch(
      /gitleaks 8\.30\.1<span class="sub">its own[^]*harness: tree[^]*2\W?201 files[^]*2\W?295 files[^]*not: &lt;b&gt;\.png[^]*a token/,
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
    const run = {
      ...input.run,
      warnings: [{ what: attack, fix: attack }],
      skipped: [{ name: attack, reason: attack }],
    };
    const html = await page({ ...input, run, evidences, decision: { verdict: 'fail', reasons } });
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &quot;&#39;&amp;');
  });

  it('takes nothing for HTML but what is ours', async () => {
    const reports = join(import.meta.dirname, '..');
    const raw = [];
    for await (const file of glob('**/*.ts', { cwd: reports, exclude: ['runs', 'latest', 'detect'] }))
      for (const [made] of (await readFile(join(reports, file), 'utf8')).matchAll(
        /\b(?:ownHtml|new Html)\([^)]*\)/g,
      ))
        raw.push(`${file}: ${made}`);
    expect(raw.filter((one) => !one.startsWith('page/index.test.ts')).sort()).toEqual([
      'drawing/document.ts: ownHtml(POLICY)',
      'drawing/document.ts: ownHtml(css + more)',
      'drawing/document.ts: ownHtml(script)',
      'drawing/html.ts: new Html(pieces.map((piece, index)',
      'drawing/html.ts: new Html(text)',
      'drawing/html.ts: ownHtml(text: string)',
    ]);
  });

  it("links k6's own page where it was kept, and says elsewhere why there is none", async () => {
    const html = await page(loadRun());
    expect(html.match(/load\/perf\/stress\/k6-dashboard\.html">k6’s own dashboard/g)).toHaveLength(1);
    expect(html.match(/There is no page of k6’s own: [^<]*\./g)).toHaveLength(3);
  });

  it('shows kinds in the order and by the titles that they are defined with, and those that are no more last', async () => {
    const input = sampleRun('pass');
    const titlesOf = async (kinds: ReportInput['kinds']) => {
      const html = await page({ ...input, kinds });
      return [...html.matchAll(/<section aria-labelledby="kind-([^"]+)"/g)].map((match) => match[1]);
    };
    expect(await titlesOf(input.kinds)).toEqual(['e2e', 'contract', 'load', 'chaos', 'security']);
    const [first] = input.kinds.filter(({ name }) => name === 'security');
    const left = input.kinds.filter(({ name }) => name !== 'e2e' && name !== 'security');
    const moved = first ? [...left, { ...first, order: 1, title: 'Scans' }] : [];
    expect(await titlesOf(moved)).toEqual(['security', 'contract', 'load', 'chaos', 'e2e']);
    expect(await page({ ...input, kinds: moved })).toContain('Scans');
  });

  it('says that no target was needed where no suite asked for one', async () => {
    const input = sampleRun('crashed');
    const planned = input.run.planned.map((one) => ({ ...one, needs: 'source' as const }));
    const html = await page({ ...input, run: { ...input.run, planned } });
    expect(html).toContain('none was needed');
    expect(html).not.toContain('never came up');
  });

  it("gives the commit as the suites', and no time to a target that was not started", async () => {
    const input = sampleRun('pass');
    const html = await page(input);
    expect(html).toContain('<dt>Suites at</dt>');
    expect(html).toContain('<dt>Target was up in</dt><dd>4.2 s</dd>');
    const elsewhere = { ...input.run.target, elsewhere: true, warmUpMs: 0 } as typeof input.run.target;
    const remote = await page({ ...input, run: { ...input.run, target: elsewhere } });
    expect(remote).toContain('it runs elsewhere');
    expect(remote).not.toContain('>0 ms<');
  });

  it('says of which phase a run was', async () => {
    const input = sampleRun('pass');
    const facts = { ...input.run.facts, stage: 'release', phase: 'performance' } as const;
    const html = await page({ ...input, run: { ...input.run, facts } });
    expect(html).toMatch(/<dt>Stage<\/dt><dd>release <span[^>]*>phase performance</);
    expect(await page(input)).not.toContain('phase performance');
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

  it('shows what failed in a suite of a kind that has no view of its own', async () => {
    const model = buildModel(sampleRun('fail'));
    const suites = model.suites.map((suite) =>
      suite.name === 'e2e/uploads' ? { ...suite, kind: 'release' } : suite,
    );
    const kinds = [{ name: 'release', title: 'Release', view: 'checks' as const }];
    const folders = { folder: '/c/reports/runs/r', evidenceFolder: '/c/evidence/runs/r' };
    const html = await renderPage({ ...folders, model: { ...model, suites, kinds }, reports: [] });
    const [, section = ''] = html.split('<section aria-labelledby="kind-release">');
    expect(section).toMatch(/class="failure">.*a file over 25 MB is refused.*25 MB\./s);
  });

  it('folds what goes beyond twenty problems', async () => {
    const html = await page(manyChecks(1000, 60));
    expect(html).toContain('<summary>40 more</summary>');
  });
});
