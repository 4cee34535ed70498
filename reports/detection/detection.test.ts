import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detectionSchema, type Outcome } from './detection.ts';
import { renderDetection, writeDetectionReport } from './detection-page.ts';
import { outcomeOf, sentenceOfDetection, sumsOf, timeToCatch, verdictOfDetection } from './detection-sums.ts';
import { detectionSummary } from './detection-terminal.ts';
import { renderPage } from '../page/index.report.ts';
import { latestDetection, latestMutation } from './latest-detection.ts';
import { writeMutationReport } from './mutants/mutation-page.ts';
import { buildModel } from '../model/model.ts';
import { loadCatalogue } from '../testing/catalogue.ts';
import {
  badDetection,
  cleanRun,
  sampleCell,
  sampleDefect,
  sampleDetection,
} from '../testing/sample-detection.ts';
import { sampleMutation } from '../testing/sample-mutation.ts';
import { sampleRun } from '../testing/sample-run.ts';

const defectsOf = (...outcomes: readonly Outcome[]) =>
  outcomes.map((outcome, index) => sampleDefect(`defect-${index}`, [sampleCell(outcome)]));

describe('what becomes of a defect', () => {
  it.each<[Outcome, Outcome[]]>([
    ['caught', ['missed', 'unknown', 'caught']],
    ['unknown', ['missed', 'unknown', 'caught elsewhere']],
    ['caught elsewhere', ['missed', 'caught elsewhere', 'no suite yet']],
    ['missed', ['missed', 'no suite yet']],
    ['no suite yet', ['no suite yet']],
    ['no suite yet', []],
  ])('is %s where its suites say %j', (outcome, cells) => {
    expect(outcomeOf(cells.map((cell) => sampleCell(cell)))).toBe(outcome);
  });

  it('took as long as the quickest suite that caught it', () => {
    const cells = [{ ...sampleCell('caught'), timeToCatchMs: 900 }, sampleCell('caught')];
    expect(timeToCatch({ cells })).toBe(900);
    expect(timeToCatch({ cells: [sampleCell('missed')] })).toBeUndefined();
  });
});

describe('the verdict of a detection', () => {
  const clean = { asked: 1, runs: [cleanRun('pass', 'waived')] };
  it.each<[string, Outcome[], typeof clean]>([
    ['waived', ['caught', 'no suite yet'], clean],
    ['pass', ['caught'], { asked: 0, runs: [] }],
    ['fail', ['caught', 'missed'], clean],
    ['fail', ['caught elsewhere'], clean],
    ['unknown', ['caught', 'unknown'], clean],
    ['fail', ['unknown', 'missed'], clean],
    ['fail', ['caught'], { asked: 1, runs: [cleanRun('pass', 'fail')] }],
    ['unknown', ['caught'], { asked: 1, runs: [cleanRun('pass', 'unknown')] }],
    ['unknown', ['caught'], { asked: 2, runs: [cleanRun('pass')] }],
    ['unknown', ['no suite yet'], { asked: 0, runs: [] }],
    ['unknown', [], { asked: 0, runs: [] }],
  ])('is %s for %j', (verdict, outcomes, runs) => {
    expect(verdictOfDetection({ defects: defectsOf(...outcomes), clean: runs })).toBe(verdict);
  });

  it.each<[string, Outcome[]]>([
    ['fail', ['caught', 'missed']],
    ['fail', ['caught', 'caught elsewhere', 'unknown']],
    ['unknown', ['caught', 'unknown']],
    ['waived', ['caught', 'no suite yet']],
    ['waived', ['caught', 'caught']],
  ])('is %s where the suites that claim one defect say %j', (verdict, cells) => {
    const defects = [
      sampleDefect(
        'one',
        cells.map((cell) => sampleCell(cell)),
      ),
    ];
    expect(verdictOfDetection({ defects, clean })).toBe(verdict);
  });

  it('is unknown while a defect is not tried yet', () => {
    expect(verdictOfDetection({ defects: defectsOf('caught', 'not tried yet'), clean })).toBe('unknown');
  });
});

describe('a detection in one sentence', () => {
  it('counts what was caught, false alarms, and what has no suite', () => {
    expect(sentenceOfDetection(sampleDetection())).toBe(
      '1 of 1 planted defect with a suite caught, 0 false alarms in 2 clean runs, 1 has no suite yet',
    );
  });

  it('names everything that is not as it should be', () => {
    expect(sentenceOfDetection(badDetection())).toBe(
      '2 of 6 planted defects with a suite caught, 1 caught only elsewhere, 1 missed, 1 unknown, 1 not tried yet, ' +
        '2 claimed suites did not notice what another caught, 1 claimed suite gave no answer to what another caught, ' +
        '1 false alarm and 1 suite without an answer in 1 clean run, 1 has no suite yet',
    );
    expect(sumsOf(badDetection())).toMatchObject({
      withSuite: 6,
      overlooked: 2,
      unclear: 1,
      'not tried yet': 1,
      falseAlarms: 1,
      unknownClean: 1,
    });
  });

  it('does not call no clean run no false alarm', () => {
    const clean = { asked: 0, runs: [] };
    expect(sentenceOfDetection(sampleDetection({ clean }))).toContain('no clean run was made');
  });
});

describe('the page of a detection', () => {
  it('shows each defect under its area, who saw it, in which words, and the run', async () => {
    const html = await renderDetection(sampleDetection(), loadCatalogue());
    expect(html).toContain('href="../../runs/run-of-envelope-lost/index.html"');
    expect(html).toContain('404 to a missing &lt;thing&gt;');
    expect(html).toContain('AssertionError: expected code to be NOT_FOUND · got nothing</span>');
    expect(html).toContain('after 1.8 s');
    expect(html).toContain('No such suite exists yet.');
    expect(html).toContain('nothing failed for no reason');
    expect(html.slice(0, html.indexOf('<script>'))).not.toMatch(/undefined<|\[object|NaN/);
  });

  it('shows what got through and false alarms first', async () => {
    const html = await renderDetection(badDetection(), loadCatalogue());
    const through = html.slice(html.indexOf('id="through"'), html.indexOf('id="matrix"'));
    for (const id of ['alerts-unsent', 'search-guesses', 'worker-sleeps']) expect(through).toContain(id);
    expect(through).not.toContain('envelope-lost');
    expect(through).toMatch(/#seen-by-one.*also claimed by contract\/auth, which did not notice/);
    expect(through).toContain('also claimed by contract/search, where only something else failed');
    expect(through).toContain('also claimed by contract/openapi, which gave no answer');
    expect(through).toContain('False alarm of contract/suite-1');
    expect(through).toContain('No answer of contract/suite-2');
    expect(html).toContain('goes on where this stopped');
  });

  it('shows how long the planted runs and the clean ones took, apart', async () => {
    const html = await renderDetection(sampleDetection(), loadCatalogue());
    expect(html).toMatch(/Planted runs<\/dt><dd>20 min 02 s<.*Clean runs<\/dt><dd>2 min 02 s</s);
  });

  it('says that nothing is known of false alarms without a clean run', async () => {
    const html = await renderDetection(sampleDetection({ clean: { asked: 0, runs: [] } }), loadCatalogue());
    expect(html).toContain('nothing is known of false alarms');
  });
});

describe('a detection in the terminal', () => {
  it('is a table, the alarms and a sentence', () => {
    const said = detectionSummary(badDetection(), { width: 140, colour: false, report: '/r/index.html' });
    expect(said).toMatch(/contract\s+envelope-lost\s+✓ caught\s+1\.8 s\s+✓ contract\/error-envelope/);
    expect(said).toMatch(/left-open\s+· not tried yet/);
    expect(said).toContain('✕ false alarm: contract/suite-1');
    expect(said).toContain('✕ seen-by-one: also claimed by contract/auth, which did not notice');
    expect(said).toContain('✕ FAIL  2 of 6 planted defects');
    expect(said).toContain('planted runs 20 min 02 s, clean runs 2 min 02 s');
    expect(said).toContain('/r/index.html');
  });

  it('tells of a detection of everything which aspects no defect turned red, in lines that fit', () => {
    const options = { width: 100, colour: false, report: 'r', catalogue: loadCatalogue() };
    const said = detectionSummary(sampleDetection(), options).split('\n');
    const at = said.findIndex((line) => line.includes('are turned red by no planted defect:'));
    expect(said[at + 1]).toMatch(/^ {2}FUN-01 2\/2 {2}FUN-02 5\/5 {2}FUN-03 1\/1/);
    expect(said.slice(at, said.indexOf('', at)).every((line) => line.length <= 100)).toBe(true);
    expect(detectionSummary(sampleDetection({ whole: false }), options)).not.toContain('turned red');
  });

  it('leaves the suites out where they do not fit', () => {
    const said = detectionSummary(sampleDetection(), { width: 80, colour: false, report: 'r' });
    expect(said).not.toContain('error-envelope');
    expect(
      Math.max(
        ...said
          .split('\n')
          .slice(0, 3)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
  });
});

describe('the newest whole detection of a commit', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detections-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const git = { branch: 'main', commit: '1a2b3c4', dirty: false };
  const write = (id: string, more: Parameters<typeof sampleDetection>[0] = {}) =>
    writeDetectionReport({
      detection: sampleDetection({ id, ...more }),
      folder: join(folder, id),
      catalogue: loadCatalogue(),
    });

  it('is the last that ended, and written so that it can be read', async () => {
    await write('older', { endedAt: '2026-11-20T12:00:00.000Z' });
    await write('newer');
    expect((await latestDetection(folder, git))?.id).toBe('newer');
    const stored: unknown = JSON.parse(await readFile(join(folder, 'newer/detect.json'), 'utf8'));
    expect(detectionSchema.parse(stored)).toEqual(sampleDetection({ id: 'newer' }));
  });

  it.each([
    ['of some defects', { whole: false }],
    ['cut short', { complete: false }],
    ['of another commit', { git: { ...git, commit: '9999999' } }],
    ['with uncommitted changes', { git: { ...git, dirty: true } }],
  ])('is none %s', async (_, more) => {
    await write('only', more);
    expect(await latestDetection(folder, git)).toBeUndefined();
  });

  it('is none for a run with uncommitted changes, whatever detection there is', async () => {
    await write('clean');
    await write('dirty', { git: { ...git, dirty: true } });
    expect(await latestDetection(folder, { ...git, dirty: true })).toBeUndefined();
  });

  it('is found for mutants alike, where every one of a sample was tried', async () => {
    const writeSample = (id: string, complete: boolean) =>
      writeMutationReport({
        mutation: sampleMutation({ id, git, complete }),
        folder: join(folder, id),
        catalogue: loadCatalogue(),
      });
    await writeSample('part', false);
    expect(await latestMutation(folder, git)).toBeUndefined();
    await writeSample('whole', true);
    expect(await latestMutation(folder, git)).toEqual(sampleMutation({ id: 'whole', git }));
    expect(await latestMutation(folder, { ...git, commit: '9999999' })).toBeUndefined();
    expect(await latestDetection(folder, git)).toBeUndefined();
  });

  it('is none without git, and without a folder', async () => {
    await write('only');
    expect(await latestDetection(folder, undefined)).toBeUndefined();
    expect(await latestDetection(join(folder, 'nowhere'), git)).toBeUndefined();
  });
});

describe('the page of a run', () => {
  const page = (more: Partial<ReturnType<typeof sampleRun>> = {}) =>
    renderPage({
      model: buildModel({ ...sampleRun('pass'), ...more }),
      folder: '/r/runs/x',
      evidenceFolder: '/e',
      reports: [],
    });
  const made = (defect?: { id: string; title: string }) => {
    const { run } = sampleRun('pass');
    return { run: { ...run, facts: { ...run.facts, detection: { id: 'd-1', ...(defect && { defect }) } } } };
  };

  it('tells how well its suites notice defects, where that was tried', async () => {
    expect(await page({ detection: sampleDetection() })).toContain(
      '1 of 1 planted defect with a suite caught',
    );
    const mutants = await page({ mutation: sampleMutation() });
    expect(mutants).toContain('Killed: 50 % (2 of 4; 15 to 85 %)');
    expect(mutants).toContain(`reports/detect/mutants/${sampleMutation().id}/index.html`);
    expect(await page()).not.toContain('id="detection"');
  });

  it('with a planted defect says so above everything, and how to repeat it', async () => {
    const html = await page(made({ id: 'some-defect', title: 'Something is <wrong>' }));
    expect(html.indexOf('it is no evidence for a release')).toBeLessThan(html.indexOf('id="verdict"'));
    expect(html).toContain('Something is &lt;wrong&gt;');
    expect(html).toContain('<title>Not for a release: ');
  });

  it('of a clean run is for no release either', async () => {
    expect(await page(made())).toContain('Made to look for false alarms: it is no evidence for a release');
    expect(await page()).not.toContain('no evidence for a release');
  });
});
