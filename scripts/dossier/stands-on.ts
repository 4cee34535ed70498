import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { HarnessConfig } from '../../kernel/config.ts';
import { DETECTION_FILE } from '../../reports/detection/detection.ts';
import { sentenceOfDetection } from '../../reports/detection/detection-sums.ts';
import { latestDetection } from '../../reports/detection/latest-detection.ts';
import type { DossierCommits, DossierDetection } from '../../reports/dossier/dossier.ts';
import { loadConfig } from '../finish/config.ts';
import { firstOf, type GatedRuns } from '../gate/gate-runs.ts';
import { ROOT } from '../root.ts';
import { DETECTION_REPORTS, DOSSIERS } from '../session/places.ts';
import { digestOf } from './build-dossier.ts';
import { printPdf } from './print-pdf.ts';

/** What a dossier stands on beside the evidence: of this checkout, unless told. */
export interface StandsOn {
  readonly config: HarnessConfig;
  /** What stands in the file of approvers; nothing where there is none: then nobody may decide. */
  readonly approvers: string;
  /** The folder of all dossiers: what is said of one in there counts for each of the same version and commit. */
  readonly dossiers: string;
  /** Which of the files that decide are here as nobody committed them: who verifies would hold it to what only they have seen. */
  readonly uncommitted: readonly string[];
  /** Of the commit, and of all since that of the last Go; none where not all of them are known. */
  readonly authors: (gated: GatedRuns, since?: { readonly commit: string | undefined }) => readonly string[];
  /** What was committed since that commit; undefined where this checkout cannot tell. */
  readonly commits: (gated: GatedRuns, since: string | undefined) => DossierCommits | undefined;
  readonly detection: (gated: GatedRuns) => Promise<DossierDetection | undefined>;
  /** A page as PDF. */
  readonly print: (html: string) => Promise<Buffer>;
}

export async function thisCheckout(): Promise<StandsOn> {
  const config = await loadConfig();
  const file = resolve(ROOT, config.goNoGo.approvers);
  const approvers = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return {
    config,
    approvers,
    dossiers: DOSSIERS,
    uncommitted: [...notOfEverybody(relative(ROOT, file)), ...uncommittedOf(['harness.config.ts', '*.json'])],
    authors: (gated, since) => authorsOf(gated, since),
    commits: (gated, since) => commitsOf(gated, since),
    detection: detectionOf,
    print: printPdf,
  };
}

/** The file of approvers where only this machine has it as it is: outside of the checkout, or where git was told to look away. */
export function notOfEverybody(file: string, cwd = ROOT): readonly string[] {
  return file.startsWith('..') || isAbsolute(file) ? [file] : uncommittedOf([file], cwd, ['--ignored']);
}

/** Those of these files that differ from the last commit, or are in none. Where there is no git they are held to the signed digests alone. */
export function uncommittedOf(
  files: readonly string[],
  cwd = ROOT,
  options: readonly '--ignored'[] = [],
): readonly string[] {
  try {
    const said = execFileSync('git', ['status', '--porcelain', '-z', ...options, '--', ...files], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return said.split('\0').flatMap((line) => (line === '' ? [] : [line.slice(3)]));
  } catch {
    return [];
  }
}

type Identified = Pick<GatedRuns, 'identities'>;
type Since = { readonly commit: string | undefined } | undefined;

/**
 * Who made the commit that was tested, and all since that of the last Go, by e-mail address: author, committer and co-authors. None where
 * this checkout does not have them all: of a shallow clone nobody can tell.
 */
export function authorsOf(gated: Identified, since?: Since, cwd = ROOT): readonly string[] {
  const commits = commitsTested(gated);
  const said = commits.flatMap((commit) => [
    logged(['-1', `--format=${WHO}`, commit], cwd),
    ...(since === undefined ? [] : [logSince(since.commit, commit, `--format=${WHO}`, cwd)]),
  ]);
  if (said.includes(undefined)) return [];
  const addresses = said.flatMap((text = '') => text.match(/[^\s<>,;]+@[^\s<>,;]+/g) ?? []);
  return [...new Set(addresses.map((one) => one.toLowerCase()))].sort();
}

const WHO = '%ae%n%ce%n%(trailers:key=Co-authored-by,valueonly)';
/** So many are told one by one. */
const TOLD = 200;

/** What was committed since the last Go, the newest first; undefined where this checkout does not have it all. */
export function commitsOf(
  gated: Identified,
  since: string | undefined,
  cwd = ROOT,
): DossierCommits | undefined {
  const [commit, ...others] = commitsTested(gated);
  if (commit === undefined || others.length > 0) return undefined;
  const added = logSince(since, commit, '--format=%H%x09%ae%x09%s', cwd);
  const lost = logSince(commit, since, '--format=%H', cwd);
  if (added === undefined || lost === undefined) return undefined;
  const lines = added.split('\n').filter((line) => line !== '');
  const newest = lines.slice(0, TOLD).map((line) => {
    const [hash = '', by = '', ...says] = line.split('\t');
    return { commit: hash, by, says: says.join(' ') };
  });
  return { total: lines.length, takenBack: lost.split('\n').filter((line) => line !== '').length, newest };
}

function commitsTested({ identities }: Identified): readonly string[] {
  return [...new Set(identities.flatMap(({ target, git }) => target?.commit ?? git?.commit ?? []))];
}

const COMMIT = /^[\da-f]{7,64}$/;

/** All that the second has and the first has not; undefined where one of them, or something between them, is not here. */
function logSince(
  from: string | undefined,
  to: string | undefined,
  format: string,
  cwd: string,
): string | undefined {
  if (from === undefined || to === undefined || !COMMIT.test(from) || !COMMIT.test(to)) return undefined;
  if (asked(['rev-parse', '--is-shallow-repository'], cwd)?.trim() !== 'false') return undefined;
  return asked(['log', format, `${from}..${to}`, '--'], cwd);
}

function logged(options: readonly [string, string, string], cwd: string): string | undefined {
  return COMMIT.test(options[2]) ? asked(['log', ...options, '--'], cwd) : undefined;
}

function asked(args: readonly string[], cwd: string): string | undefined {
  try {
    return execFileSync('git', [...args], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1 << 28,
    });
  } catch {
    return undefined;
  }
}

/** The newest whole detection of the commit that the suites were of. */
async function detectionOf({ judged }: Pick<GatedRuns, 'judged'>): Promise<DossierDetection | undefined> {
  const found = await latestDetection(DETECTION_REPORTS, firstOf(judged)?.record.facts.git);
  if (found === undefined) return undefined;
  const areas = Map.groupBy(found.defects, ({ area }) => area);
  return {
    id: found.id,
    endedAt: found.endedAt,
    digest: digestOf(readFileSync(join(DETECTION_REPORTS, found.id, DETECTION_FILE))),
    says: sentenceOfDetection(found),
    verdict: found.verdict,
    areas: [...areas].map(([area, defects]) => ({
      area,
      defects: defects.length,
      caught: defects.filter(({ outcome }) => outcome === 'caught').length,
    })),
  };
}
