import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeManifest } from '../../evidence/manifest.ts';
import { readRunJson, runFolder, writeRunJson, type RunFolder } from '../../evidence/store.ts';
import { startedAt } from '../../kernel/process.ts';
import { UndoLog } from '../../kernel/undo-log.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { verdictOf } from '../../reports/home/run-row.ts';
import { makeRun } from '../gate/testing/made-run.ts';
import { makeHome } from './home.ts';
import { indexedRuns } from './run-index.ts';

const sign = (text: string) => `ours ${text.length}`;
const strange = (text: string) => `theirs ${text.length}`;
const IDS = [
  '20261130_1000_main_1a2b3c4_000a',
  '20261130_0900_main_1a2b3c4_000b',
  '20261130_0800_main_1a2b3c4_000c',
] as const;
const [NEW, OLD, OLDEST] = IDS;

let base: string;
let places: { evidence: string; reports: string };
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'home-'));
  places = { evidence: join(base, 'evidence'), reports: join(base, 'reports') };
});
afterEach(() => rmSync(base, { recursive: true }));

interface Made {
  readonly verdict?: Verdict;
  readonly summary?: Verdict;
  readonly signedBy?: typeof sign;
  readonly sealed?: boolean;
  readonly uploads?: Verdict;
  /** Its process is this one, which lives. */
  readonly lives?: boolean;
}

/** A run of this checkout, sealed and reported, unless told. */
function make(
  id: string,
  {
    verdict = 'pass',
    summary = verdict,
    signedBy = sign,
    sealed = true,
    uploads = 'pass',
    lives = false,
  }: Made = {},
): RunFolder {
  const at = `2026-11-30T${id.slice(9, 11)}:00:00.000Z`;
  const owner = lives
    ? { pid: process.pid, startedAt: startedAt(process.pid) ?? '' }
    : { pid: 1, startedAt: '1' };
  const facts = { startedAt: at, process: owner };
  const run = makeRun({
    root: places.evidence,
    id,
    facts,
    endedAt: at,
    suites: [{ name: 'e2e/uploads' }],
    unsealed: true,
  });
  const log = new UndoLog(run.undo, { sign: signedBy });
  log.add('run', { kind: 'sweep', run: id });
  log.close();
  writeRunJson(run, { ...readRunJson(run), verdict });
  if (sealed) seal(run, verdict);
  const folder = join(places.reports, 'runs', id);
  mkdirSync(folder, { recursive: true });
  const told = {
    ...{
      id,
      started: at,
      environment: 'staging',
      stage: 'pr',
      whole: true,
      branch: readRunJson(run).git?.branch,
      verdict: summary,
      problems: [],
      sentence: 'Passes.',
    },
    suites: { 'e2e/uploads': { verdict: uploads, durationMs: 1, owner: 'team-web' } },
  };
  writeFileSync(join(folder, 'summary.json'), JSON.stringify(told));
  return run;
}

function seal(run: RunFolder, status: string, now = new Date('2026-11-30T12:00:00Z')): void {
  writeManifest({ run, now: () => now, whole: { version: '1', owner: 'team', status }, suites: [] });
}

const rows = (newest = 100, own?: string) => indexedRuns({ places, sign, newest, own });
const first = () => {
  const [row] = rows();
  return row && { state: row.state, verdict: verdictOf(row), says: row.says };
};
const page = () => readFileSync(join(places.reports, 'runs', 'index.html'), 'utf8');
const home = () => makeHome({ places, sign }, new Date('2026-11-30T12:00:00Z'));

describe('what counts', () => {
  it('a sealed run of this checkout counts as what it says', () => {
    make(NEW);
    expect(first()).toEqual({ state: 'sealed', verdict: 'pass', says: 'pass' });
  });

  it('a report that was made anew may say worse, and never better', () => {
    make(NEW, { summary: 'fail' });
    make(OLD, { verdict: 'fail', summary: 'pass' });
    expect(rows().map(verdictOf)).toEqual(['fail', 'fail']);
  });

  it.each([
    ['a file of it was changed', 'changed', (run: RunFolder) => appendFileSync(run.journal, '{}\n')],
    ['a file was taken away', 'changed', (run: RunFolder) => unlinkSync(run.journal)],
    ['its manifest cannot be read', 'changed', (run: RunFolder) => writeFileSync(run.manifest, '{')],
    ['its run.json cannot be read', 'changed', (run: RunFolder) => writeFileSync(run.json, '{')],
    ['its seal is gone', 'not sealed', (run: RunFolder) => unlinkSync(run.manifest)],
    ['its evidence is gone', 'gone', (run: RunFolder) => rmSync(run.folder, { recursive: true })],
    ['another key signed it', 'elsewhere', (run: RunFolder) => signAnew(run, strange, run.id)],
    ['it is a copy of another run', 'elsewhere', (run: RunFolder) => signAnew(run, sign, OLD)],
    ['a link stands in its place', 'changed', (run: RunFolder) => link(run)],
  ] as const)('is shown, and passes nothing: %s', async (_, state, spoil) => {
    spoil(make(NEW));
    const row = first();
    expect(row?.state).toBe(state);
    expect(row?.verdict).toBe('unknown');
    await home();
    expect(page()).toContain(NEW);
    expect(page()).toContain('id="not-counted"');
    expect(page()).not.toContain('>The one stage passes<');
  });

  it('a link is not followed: what it leads to may be anything', () => {
    link(make(NEW));
    expect(rows()[0]).not.toHaveProperty('environment');
  });

  it('what failed stays failed, whatever else is wrong with it', () => {
    appendFileSync(make(NEW, { verdict: 'fail' }).journal, '{}\n');
    expect(first()).toMatchObject({ state: 'changed', verdict: 'fail' });
  });

  it('one that goes on has no verdict', () => {
    make(NEW, { sealed: false, lives: true });
    expect(first()).toMatchObject({ state: 'going on', verdict: undefined });
  });

  it('a run that was sealed anew is changed, but for whoever just sealed it', () => {
    const run = make(NEW);
    expect(rows()[0]?.state).toBe('sealed');
    seal(run, 'pass', new Date('2026-12-01T00:00:00Z'));
    expect(rows(100, NEW)[0]?.state).toBe('sealed');
    seal(run, 'pass', new Date('2026-12-02T00:00:00Z'));
    expect(rows()[0]).toMatchObject({ state: 'changed' });
    expect(rows()[0]?.why).toContain('sealed anew');
  });
});

function signAnew(run: RunFolder, by: typeof sign, id: string): void {
  rmSync(run.undo);
  const log = new UndoLog(run.undo, { sign: by });
  log.add('run', { kind: 'sweep', run: id });
  log.close();
  seal(run, 'pass');
}

function link(run: RunFolder): void {
  renameSync(run.folder, join(base, 'away'));
  symlinkSync(join(base, 'away'), run.folder);
}

describe('the index', () => {
  it('keeps what is known of old runs, until their manifest or report is another', () => {
    make(NEW);
    make(OLD);
    const seen = rows(1);
    expect(seen).toHaveLength(2);
    // Nothing of it is read again: a look would see this.
    appendFileSync(runFolder(places.evidence, OLD).journal, '{}\n');
    expect(rows(1)[1]).toEqual(seen[1]);
    expect(rows(2)[1]?.state).toBe('changed');
  });

  it('sees a report that was made anew, and a manifest that is gone', () => {
    make(NEW);
    const run = make(OLD);
    rows(1);
    const file = join(places.reports, 'runs', OLD, 'summary.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"verdict":"pass"', '"verdict":"waived"'));
    expect(rows(1).map(verdictOf)).toEqual(['pass', 'waived']);
    unlinkSync(run.manifest);
    expect(rows(1)[1]?.state).toBe('not sealed');
    seal(run, 'pass');
    expect(rows(1)[1]?.state).not.toBe('not sealed');
  });

  it('is made anew where it is broken, and is no run', () => {
    make(NEW);
    rows();
    writeFileSync(join(places.reports, 'runs', 'index.json'), '{"format":');
    expect(rows().map(({ id }) => id)).toEqual([NEW]);
  });

  it('takes no notes beside runs for runs, and no half-born folder', () => {
    make(NEW);
    const beside = join(places.evidence, 'runs');
    writeFileSync(join(beside, `${NEW}.published.ndjson`), '');
    mkdirSync(join(beside, '.half.partial'));
    expect(rows()).toHaveLength(1);
  });
});

describe('the page', () => {
  it('says how each stage stands, since when, and what became red', async () => {
    make(NEW, { verdict: 'fail', uploads: 'fail' });
    make(OLD);
    make(OLDEST);
    await home();
    expect(page()).toContain('>The one stage fails<');
    expect(page()).toContain('Became red: <strong>e2e/uploads</strong>');
    expect(page()).toContain('team-web');
    expect(page()).toContain(`compared/${OLD}..${NEW}.html`);
    const compared = readFileSync(join(places.reports, 'runs', 'compared', `${OLD}..${NEW}.html`), 'utf8');
    expect(compared).toContain('1 suite became red');
  });

  it('a stage whose newest evidence was taken away stands as it does, not as before', async () => {
    rmSync(make(NEW, { verdict: 'fail' }).folder, { recursive: true });
    make(OLD);
    await home();
    expect(page()).toContain('>The one stage fails<');
  });

  it('compares with the newest that counts, and never with what was changed', async () => {
    make(NEW);
    appendFileSync(make(OLD, { verdict: 'fail', uploads: 'fail' }).journal, '{}\n');
    make(OLDEST);
    await home();
    expect(page()).toContain(`compared/${OLDEST}..${NEW}.html`);
    expect(page()).not.toContain(`${OLD}..${NEW}`);
  });

  it('stands where there is no run', async () => {
    await home();
    expect(page()).toContain('No whole stage ran yet');
  });
});
