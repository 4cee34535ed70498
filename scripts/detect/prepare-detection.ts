import { knownReferences } from '../../fixtures/requirements/requirements.ts';
import type { Defect } from '../../kernel/defect.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { plan } from '../../kernel/plan.ts';
import { chooseEnvironment } from '../session/choose-environment.ts';
import { loadAll } from '../definitions.ts';
import { ROOT } from '../root.ts';
import { chooseDefects, loadCatalogue } from './catalogue.ts';
import type { Fingerprint } from './detection-log.ts';
import { catalogueHash, fingerprintOfTree } from './fingerprint.ts';
import { problemsOfClaims, readPlannedSuites } from './planned-suites.ts';

/** The command line of `detect`. */
export interface DetectOptions {
  readonly defect: readonly string[];
  readonly clean?: string;
  readonly env: string;
  readonly json?: boolean;
  readonly fresh?: boolean;
}

/** A defect, and those of the suites that claim it that exist. */
export interface Claimed {
  readonly defect: Defect;
  readonly suites: readonly string[];
  /** All of them are light: other defects can be tried beside it. */
  readonly light: boolean;
}

export interface PreparedDetection {
  readonly environment: string;
  readonly target: string;
  readonly claims: readonly Claimed[];
  /** Every suite that one of the defects claims and that exists. */
  readonly suites: readonly string[];
  /** How many runs without a defect. */
  readonly clean: number;
  /** Every defect of the catalogue was asked for. */
  readonly all: boolean;
  readonly fingerprint: Fingerprint;
  /** How long a run of these suites may take at most. */
  limitMs(suites: readonly string[]): number;
}

const CLEAN_RUNS = 10;
const CLEAN_RUNS_OF_SOME = 1;
/** For the target to start and stop, and for the reports. */
const AROUND_SUITES_MS = 300_000;

/** From the command line to what is to be tried. Everything that can be wrong is said in one ConfigError. */
export async function prepareDetection(options: DetectOptions): Promise<PreparedDetection> {
  const clean = cleanRuns(options);
  const requirements = knownReferences();
  const definitions = await loadAll();
  const environment = chooseEnvironment(definitions, options.env);
  const { target } = environment;
  const catalogue = await loadCatalogue({ root: ROOT, target, requirements });
  const existing = new Map(definitions.suites.map(({ value }) => [value.name as string, value]));
  const planned = readPlannedSuites(ROOT, target);
  const problems = problemsOfClaims({ target, catalogue, existing: [...existing.keys()], planned });
  if (problems.length > 0) throw new ConfigError(problems);
  const claims = chooseDefects(catalogue, options.defect).map((defect) => {
    const names = defect.suites.filter((name) => existing.has(name));
    return { defect, suites: names, light: names.every((name) => existing.get(name)?.weight === 'light') };
  });
  const suites = [...new Set(claims.flatMap((claim) => claim.suites))].sort();
  // Refuses what the environment does not allow before anything starts.
  if (suites.length > 0) plan(definitions, { names: suites, tags: [] }, environment);
  return {
    environment: environment.name,
    target,
    claims,
    suites,
    clean: suites.length === 0 ? 0 : clean,
    all: claims.length === catalogue.length,
    fingerprint: { ...fingerprintOfTree(environment.name), catalogue: catalogueHash(catalogue) },
    limitMs: (names) =>
      names.reduce((sum, name) => sum + (existing.get(name)?.timeoutMs ?? 0), AROUND_SUITES_MS),
  };
}

function cleanRuns({ clean, defect }: DetectOptions): number {
  if (clean === undefined) return defect.length > 0 ? CLEAN_RUNS_OF_SOME : CLEAN_RUNS;
  if (/^\d{1,3}$/.test(clean)) return Number(clean);
  throw new ConfigError(`--clean: got "${clean}"; a whole number is needed`);
}
