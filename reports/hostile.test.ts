import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { printable } from '../kernel/printable.ts';
import { HOSTILE, HOSTILE_NAME } from '../kernel/testing/hostile.ts';
import { resultOf } from './allure/allure-results.ts';
import { caseGroups } from './model/cases.ts';
import { renderDetection } from './detection/detection-page.ts';
import { detectionSummary } from './detection/detection-terminal.ts';
import { renderPage } from './page/index.report.ts';
import { junitOf } from './junit/junit.ts';
import { buildModel } from './model/model.ts';
import { summaryMarkdown } from './text/summary.ts';
import { terminalSummary } from './text/terminal.ts';
import { cleanRun, sampleCell, sampleDefect, sampleDetection } from './testing/sample-detection.ts';
import { hostileRun } from './testing/hostile-run.ts';
import { SAMPLES, type Sample } from './testing/sample-run.ts';

const folders = { folder: '/c/reports/runs/r', evidenceFolder: '/c/evidence/runs/r', reports: ['index'] };

function allureOf(sample: Sample): string {
  const model = buildModel(hostileRun(sample));
  const results = caseGroups(model).flatMap((group) =>
    group.cases.map((one) => resultOf(one, group, model, (path) => path)),
  );
  // As its page would get it: JSON escapes what it is given, which here would hide it.
  return results.flatMap((result) => stringsOf(result)).join('\n');
}

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

function hostileDetection() {
  const cell = sampleCell('unknown');
  const bad = { ...cell, reason: `it broke: ${HOSTILE_NAME}`, sights: [] };
  const missed = { ...sampleCell('missed', 'contract/workflows'), reason: HOSTILE_NAME };
  const clean = cleanRun('fail', 'unknown');
  const suites = clean.suites.map((suite) => ({
    ...suite,
    problems: [HOSTILE_NAME],
    failed: [HOSTILE_NAME],
  }));
  const defects = [sampleDefect('a-b', [bad, missed], { title: HOSTILE_NAME })];
  return sampleDetection({ defects, clean: { asked: 1, runs: [{ ...clean, suites }] } });
}

const VIEWS: readonly (readonly [string, (sample: Sample) => string | Promise<string>])[] = [
  ['terminal', (sample) => terminalSummary(buildModel(hostileRun(sample)), { width: 120, colour: false })],
  ['summary.md', (sample) => summaryMarkdown(buildModel(hostileRun(sample)))],
  ['junit.xml', (sample) => junitOf(buildModel(hostileRun(sample)))],
  ['index.html', (sample) => renderPage({ ...folders, model: buildModel(hostileRun(sample)) })],
  ['Allure', allureOf],
  ['detect, terminal', () => detectionSummary(hostileDetection(), { report: 'r', colour: false })],
  ['detect, page', () => renderDetection(hostileDetection(), { areas: [], requirements: [] })],
];

/** What summary.md itself puts between characters, so that they are no mention and no link. */
const OURS = /(?<=@|:|www)\u200b/g;

describe.each(VIEWS)('hostile names in %s', (view, of) => {
  it.each(SAMPLES)('are shown by visible escapes only: %s', async (sample) => {
    const text = (await of(sample)).replaceAll(view === 'summary.md' ? OURS : /(?!)/g, '');
    const raw = HOSTILE.filter(([, character]) => !'\n\t'.includes(character) && text.includes(character));
    expect(raw.map(([name]) => name)).toEqual([]);
  });
});

describe.each(VIEWS.filter(([view]) => /terminal|summary/.test(view)))('hostile names in %s', (_view, of) => {
  it.each(SAMPLES)('begin no line of their own: %s', async (sample) => {
    expect(await of(sample)).not.toMatch(/^\W*(::error|forged)/m);
  });
});

describe('hostile names', () => {
  it('are no markup on a page', async () => {
    for (const [view, of] of VIEWS.filter(([name]) => /html|page/.test(name)))
      for (const sample of SAMPLES)
        expect(await of(sample), view).not.toMatch(/<img src=x|<\/script> '|href="javascript/);
  });

  it('are no markup, link, mention or formula in Markdown', () => {
    const text = summaryMarkdown(buildModel(hostileRun('fail'))).replaceAll(/`[^`\n]*`/g, '');
    expect(text).toContain('octocat');
    expect(text).not.toMatch(/(?<!\\)[<>[\]$]|@octocat|https:\/\/a\.test|(?<!\\)&lt;/);
  });

  it('stand on one line as a whole, where one has a line break in its title', () => {
    const text = terminalSummary(buildModel(hostileRun('fail')), { width: 120, colour: false });
    expect(text).toContain(String.raw`e2e/uploads: \u202e\u001b[2J\n::error::forged a file over 25 MB`);
  });

  it('stand in JUnit XML as they can be read', () => {
    const xml = junitOf(buildModel(hostileRun('fail')));
    const parsed = JSON.stringify(new XMLParser({ ignoreAttributes: false }).parse(xml));
    expect(parsed).toContain(JSON.stringify(printable('\u001b \u001c')).slice(1, -1));
    expect(parsed).toContain('<img src=x onerror=alert(1)>');
  });
});
