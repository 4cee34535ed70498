import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { gate } from '../kernel/gate.ts';
import { renderPage } from './page/index.report.ts';
import type { ReportInput } from './model/input.ts';
import { junitOf } from './junit/junit.ts';
import { buildModel } from './model/model.ts';
import type { RunReport } from './model/run-report.ts';
import { VERDICT_SIGNS, VERDICT_WORDS } from './format.ts';
import type { SuiteRow } from './model/suite-row.ts';
import { summaryMarkdown } from './text/summary.ts';
import { terminalSummary } from './text/terminal.ts';
import { manyFindings, waiving } from './testing/many-findings.ts';
import { SAMPLES, sampleRun } from './testing/sample-run.ts';

const RUNS: readonly (readonly [string, ReportInput])[] = [
  ...SAMPLES.map((sample) => [sample, sampleRun(sample)] as const),
  ['39 findings, 16 waived', manyFindings(39, 16)],
  ['39 findings, all waived', manyFindings(39, 39)],
];

const page = (model: RunReport) =>
  renderPage({ model, folder: '/c/reports/runs/r', evidenceFolder: '/c/evidence/runs/r', reports: [] });
const terminal = (model: RunReport) => terminalSummary(model, { width: 120, colour: false });

interface ParsedCase {
  readonly '@name': string;
  readonly failure?: unknown;
  readonly error?: unknown;
  readonly skipped?: { readonly '@message': string };
}

function casesIn(xml: string, suite: string): readonly ParsedCase[] {
  const options = { ignoreAttributes: false, attributeNamePrefix: '@', isArray: isMany };
  const { testsuites } = new XMLParser(options).parse(xml) as {
    testsuites: { testsuite: readonly { '@name': string; testcase?: readonly ParsedCase[] }[] };
  };
  return testsuites.testsuite.find((one) => one['@name'] === suite)?.testcase ?? [];
}

const isMany = (name: string) => name === 'testsuite' || name === 'testcase';
const isOfCheck = (suite: SuiteRow) => (one: ParsedCase) =>
  suite.checks.some(({ id }) => id === one['@name']);
const isWaived = ({ skipped }: ParsedCase) => skipped?.['@message'].startsWith('waived') ?? false;

describe.each(RUNS)('every view says the same: %s', (_name, input) => {
  const model = buildModel(input);

  it('of the verdict', async () => {
    expect(terminal(model)).toMatch(
      new RegExp(`^\\${VERDICT_SIGNS[model.verdict]} ${VERDICT_WORDS[model.verdict]}`, 'i'),
    );
    expect(summaryMarkdown(model)).toContain(
      `## ${VERDICT_SIGNS[model.verdict]} ${VERDICT_WORDS[model.verdict]}\n`,
    );
    expect(await page(model)).toContain(`<h1 id="verdict">${VERDICT_WORDS[model.verdict]}</h1>`);
  });

  it('of how many checks of each suite passed, failed, were waived or skipped', async () => {
    const [xml, html, text, markdown] = [
      junitOf(model),
      await page(model),
      terminal(model),
      summaryMarkdown(model),
    ];
    for (const suite of model.suites.filter(({ state, checks }) => state === 'ran' && checks.length > 0)) {
      const { passed, failed, waived, skipped } = suite.counts;
      const cases = casesIn(xml, suite.name).filter(isOfCheck(suite));
      const of = (is: (one: ParsedCase) => boolean) => cases.filter(is).length;
      expect(of((one) => one.failure !== undefined)).toBe(failed);
      expect(of(isWaived)).toBe(waived);
      expect(of((one) => one.skipped !== undefined && !isWaived(one))).toBe(skipped);
      expect(cases.length).toBe(passed + failed + waived + skipped);
      const failedSaid = waived > 0 ? `${failed} (${waived} waived)` : String(failed);
      expect(markdown).toContain(`| ${suite.name} | ${passed} / ${failedSaid} / ${skipped} |`);
      const said = [
        `${passed} passed`,
        ...(failed > 0 ? [`${failed} failed`] : []),
        ...(waived > 0 ? [`${waived} waived`] : []),
      ];
      expect(text).toMatch(new RegExp(`${suite.name} +${said.join(', ')}`));
      for (const part of said) expect(html).toContain(`>${part}</`);
    }
  });

  it('of each limit, as the gate judged it', async () => {
    const [xml, html] = [junitOf(model), await page(model)];
    for (const suite of model.suites)
      for (const limit of suite.thresholds) {
        const told = casesIn(xml, suite.name).find((one) => one['@name'] === `limit: ${limit.key}`);
        expect(told?.failure !== undefined).toBe(limit.verdict === 'fail');
        expect(told?.error !== undefined).toBe(limit.verdict === 'unknown');
        expect(told !== undefined && isWaived(told)).toBe(limit.verdict === 'waived');
        expect(html.replaceAll('&gt;', '>').replaceAll('&lt;', '<')).toContain(limit.relation);
        const judged = input.decisions.get(suite.name)?.reasons.find(({ what }) => what === limit.key);
        if (suite.evidence?.ending === 'completed') expect(judged?.verdict ?? 'pass').toBe(limit.verdict);
      }
  });
});

describe('a limit on findings of which some are waived', () => {
  const model = buildModel(manyFindings(39, 16));

  it('is told with what is left, and with what was found', async () => {
    const said = '23 ≠ 0 findings (39 found, 16 waived)';
    expect(terminal(model)).toContain(said);
    expect(summaryMarkdown(model)).toContain(said);
    expect(junitOf(model)).toContain(said);
    const html = await page(model);
    expect(html).toContain(said);
    expect(html).toContain('<strong>23</strong> medium, 16 waived');
  });

  it('names the findings that are left, for a waiver to name them', () => {
    const { reasons } = manyFindings(39, 16).decision;
    const broken = reasons.find(({ verdict }) => verdict === 'fail');
    expect(broken?.observed).toBe('23 findings (39 found, 16 waived), from 318 samples');
    const { waivable = [] } = broken ?? {};
    expect(waivable).toHaveLength(23);
    const input = manyFindings(39, 16);
    const waivers = [...input.waivers, ...waivable.map(waiving)];
    expect(gate({ ...input, planned: input.run.planned, waivers }).verdict).toBe('waived');
  });

  it('is waived where none is left', () =>
    expect(terminal(buildModel(manyFindings(39, 39)))).toMatch(/^◐ PASS, WAIVED/));
});

describe('a limit that did not hold while its machine was starved', () => {
  const input = sampleRun('fail');
  const starved = {
    because: 'this machine had no CPU to spare',
    fix: 'quieten it',
    metrics: ['http_req_duration.p95'],
  };
  const evidences = input.evidences.map((one) => ({
    ...one,
    events: [...one.events, { name: 'starved', at: one.startedAt, detail: starved }],
  }));
  const decision = gate({ ...input, planned: input.run.planned, evidences });
  const model = buildModel({ ...input, evidences, decision, decisions: decision.suites });
  const limit = model.suites.find(({ name }) => name === 'load/peak')?.thresholds[0];

  it('is unknown with that cause in every view, and told once', () => {
    const said = '412 ms > 300 ms while this machine had no CPU to spare';
    expect(limit).toMatchObject({ verdict: 'unknown', relation: said });
    expect(summaryMarkdown(model)).toContain(said.replace('>', String.raw`\>`));
    const cases = casesIn(junitOf(model), 'load/peak');
    expect(cases.filter(({ error }) => error !== undefined)).toHaveLength(1);
    expect(cases.filter(({ failure }) => failure !== undefined)).toEqual([]);
  });
});
