import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { HarnessConfig } from '../../kernel/config.ts';
import { DETECTION_FILE } from '../../reports/detection/detection.ts';
import { sentenceOfDetection } from '../../reports/detection/detection-sums.ts';
import { latestDetection } from '../../reports/detection/latest-detection.ts';
import type { DossierDetection } from '../../reports/dossier/dossier.ts';
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
  readonly authors: (gated: GatedRuns) => readonly string[];
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
    authors: (gated) => authorsOf(gated),
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

/** Who made the commit that was tested, by e-mail address: author, committer and co-authors. None where this checkout does not have it. */
export function authorsOf({ identities }: Pick<GatedRuns, 'identities'>, cwd = ROOT): readonly string[] {
  const commits = identities.flatMap(({ target, git }) => target?.commit ?? git?.commit ?? []);
  const said = [...new Set(commits)].map((commit) => asked(commit, cwd));
  if (said.includes(undefined)) return [];
  const addresses = said.flatMap((text = '') => text.match(/[^\s<>,;]+@[^\s<>,;]+/g) ?? []);
  return [...new Set(addresses.map((one) => one.toLowerCase()))].sort();
}

function asked(commit: string, cwd: string): string | undefined {
  if (!/^[\da-f]{7,64}$/.test(commit)) return undefined;
  const format = '%ae%n%ce%n%(trailers:key=Co-authored-by,valueonly)';
  try {
    return execFileSync('git', ['log', '-1', `--format=${format}`, commit, '--'], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
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
