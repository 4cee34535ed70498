import type { ManifestFile } from '../../evidence/manifest.ts';
import type { ReadRun } from '../../evidence/read-run.ts';
import { lastAttempts } from '../../kernel/attempts.ts';
import { PRIORITIES } from '../../kernel/requirement.ts';
import type { OwnProof } from '../../kernel/requirement-states.ts';
import { kindOf } from '../../kernel/suite.ts';
import { isKnownVersion } from '../../kernel/target.ts';
import type { RunRecord } from '../../reports/model/input.ts';

/** What a run's own evidence is. */
export interface OwnEvidence {
  readonly record: RunRecord;
  /** What is not sealed yet is no problem here. */
  readonly read: Pick<ReadRun, 'events' | 'suites' | 'problems'>;
  /** Every file as the manifest lists it; of a run that is not sealed yet, as it is to. */
  readonly files: readonly Omit<ManifestFile, 'bytes' | 'sha256'>[];
  /** Where something in its journals looks like a credential. */
  readonly leaks: readonly string[];
}

type Proof = (own: OwnEvidence) => OwnProof | undefined;

/** By aspect, what the evidence of a run says of requirements on runs; of what is absent it does not tell. Pure. */
export function ownProofs(own: OwnEvidence): ReadonlyMap<string, OwnProof> {
  const said = Object.entries(PROOFS).map(([reference, proof]) => [reference, proof(own)] as const);
  return new Map(said.flatMap(([reference, proof]) => (proof === undefined ? [] : [[reference, proof]])));
}

export const PROOFS: Readonly<Record<string, Proof>> = {
  'EVI-01/html': playwrightPages,
  'EVI-01/json': journalEach,
  'EVI-01/k6': someFile(/(^|\/)k6-dashboard\.html$/, 'k6 page'),
  'EVI-01/logs': someFile(/\.log$/, 'log'),
  'EVI-01/screenshots': someFile(/\.(png|jpe?g)$/, 'picture'),
  'EVI-01/traces': someFile(/trace[^/]*\.zip$/, 'trace'),
  'EVI-01/run-folder': oneFolder,
  'EVI-01/phase-folder': ofPhase,
  'EVI-02/timestamp': timestamps,
  'EVI-02/version': carried('version', isKnownVersion),
  'EVI-02/owner': carried('owner'),
  'EVI-02/status': carried('status'),
  'EVI-04': noSecret,
  'EVI-05/complete': complete,
  'EVI-05/tamper-evident': chained,
  'EVI-05/interrupted': (own) => (own.record.status === 'interrupted' ? complete(own) : undefined),
  'EVI-08/evidence': failuresKept,
  'EVI-09/priority': byPriority,
  'REL-06/pr-build': demandsBuild,
  'REL-06/pr-e2e': blocksOn(/^e2e\//),
  'REL-06/pr-contract': blocksOn(/^contract\//),
  'REL-06/pr-load': blocksOn(/^load\/smoke$/),
  'REL-06/pr-sca': blocksOn(/^security\/sca$/),
  'REL-06/pr-sast': blocksOn(/^security\/sast$/),
  'REL-06/pr-secrets': blocksOn(/^security\/secrets$/),
  'REL-06/pr-sbom': blocksOn(/^security\/sbom$/),
  'REL-06/pr-dast': blocksOn(/^security\/passive$/),
  'REL-06/main': hasPolicy('main'),
  'REL-06/nightly': hasPolicy('nightly'),
  'REL-06/release': hasPolicy('release'),
  'REL-06/soak': hasPolicy('soak'),
  'REL-06/thresholds': limitsAreData,
};

function startedIn({ read }: OwnEvidence): readonly string[] {
  return read.events.flatMap((event) => (event.type === 'suite-started' ? [event.data.suite] : []));
}

const MOST_SAID = 5;

/** The sentence of what is wrong, or the one of what is right. */
function unless(wrong: readonly string[], right: string): OwnProof {
  if (wrong.length === 0) return { holds: true, said: right };
  const others = wrong.length > MOST_SAID ? [`and ${wrong.length - MOST_SAID} more`] : [];
  return { holds: false, said: [...wrong.slice(0, MOST_SAID), ...others].join('; ') };
}

function journalEach(own: OwnEvidence): OwnProof | undefined {
  const started = startedIn(own);
  if (started.length === 0) return undefined;
  const journals = new Set<string>(own.read.suites.map(({ evidence }) => evidence.suite.name));
  const without = started.filter((name) => !journals.has(name)).map((name) => `${name} has no journal`);
  return unless(without, `a journal of each of ${started.length} suites, and one of the run`);
}

function someFile(pattern: RegExp, what: string): Proof {
  return ({ files }) => {
    const amount = files.filter(({ path }) => pattern.test(path)).length;
    return amount === 0 ? undefined : { holds: true, said: `${what} files in the evidence: ${amount}` };
  };
}

function playwrightPages({ read, files }: OwnEvidence): OwnProof | undefined {
  const folders = read.suites
    .filter(({ evidence }) => evidence.engine.name === 'playwright' && evidence.ending === 'completed')
    .map(({ folder }) => `${folder}/playwright-report/index.html`);
  if (folders.length === 0) return undefined;
  const without = folders.filter((page) => !files.some(({ path }) => path === page));
  return unless(
    without.map((page) => `${page} is missing`),
    `Playwright's report of each of ${folders.length} suites, which the page of the run links`,
  );
}

function oneFolder({ record, read }: OwnEvidence): OwnProof | undefined {
  if (read.suites.length === 0) return undefined;
  const others = read.suites.filter(({ evidence }) => evidence.run !== record.facts.id);
  return unless(
    others.map(({ folder, evidence }) => `${folder} is of run ${evidence.run}`),
    `everything is in the folder ${record.facts.id}`,
  );
}

/** Its facts stand in its evidence, and its page and summary say them. */
function ofPhase({ record: { facts } }: OwnEvidence): OwnProof | undefined {
  if (facts.phase === undefined) return undefined;
  return { holds: true, said: `run and reports say that they are of phase ${facts.phase}` };
}

/** Of each failed check the page links what its suite left; without a failure nothing is told. */
function failuresKept({ read, files }: OwnEvidence): OwnProof | undefined {
  const failing = read.suites.filter(({ evidence }) =>
    lastAttempts(evidence.checks).some(({ outcome }) => outcome === 'failed'),
  );
  if (failing.length === 0) return undefined;
  const bare = failing.filter(({ folder }) => !files.some(({ path }) => path.startsWith(`${folder}/`)));
  return unless(
    bare.map(({ folder }) => `${folder} has a failure and no file`),
    `each of ${failing.length} suites with failures has files that the page of the run links`,
  );
}

/** What is demanded is told in this order, so what of it is unproven is, too. */
function byPriority({ record }: OwnEvidence): OwnProof | undefined {
  const demanded = (record.demanded ?? []).flatMap(({ reference, priority }) =>
    priority === undefined ? [] : [{ reference, rank: PRIORITIES.indexOf(priority) }],
  );
  if (new Set(demanded.map(({ rank }) => rank)).size < 2) return undefined;
  const late = demanded.filter(({ rank }, at) => rank < (demanded[at - 1]?.rank ?? rank));
  return unless(
    late.map(({ reference }) => `${reference} stands after what matters less`),
    `what is demanded stands by priority, ${demanded.length} aspects`,
  );
}

const BUILT = ['lint', 'types', 'unit', 'integration', 'build'].map((name) => `REL-09/${name}`);

/** Of a run of stage pr: what the target's own build says must have been imported, else nothing passes. */
function demandsBuild({ record: { facts, demanded } }: OwnEvidence): OwnProof | undefined {
  if (facts.stage !== 'pr' || facts.whole !== true || demanded === undefined) return undefined;
  const absent = BUILT.filter((wanted) => !demanded.some(({ reference }) => reference === wanted));
  return unless(
    absent.map((reference) => `stage pr does not demand ${reference}`),
    `stage pr demands ${BUILT.join(', ')}`,
  );
}

/** `20261121_0312` of a moment. */
function stampOf(iso: string): string {
  return iso.slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '_');
}

function timestamps({ record: { facts }, files }: OwnEvidence): OwnProof | undefined {
  if (files.length === 0) return undefined;
  const stamp = stampOf(facts.startedAt);
  const bare = files.filter(({ timestamp }) => Number.isNaN(Date.parse(timestamp)));
  return unless(
    [
      ...(facts.id.startsWith(`${stamp}_`) ? [] : [`the run began at ${stamp} and is called ${facts.id}`]),
      ...bare.map(({ path }) => `${path} has none`),
    ],
    `the run carries ${stamp}, and each of ${files.length} files its time`,
  );
}

function carried(what: 'version' | 'owner' | 'status', isOne = (text: string) => text.trim() !== ''): Proof {
  return ({ files }) => {
    if (files.length === 0) return undefined;
    const bare = files.filter((file) => !isOne(file[what]));
    return unless(
      bare.map(({ path }) => `${path} carries no ${what}`),
      `each of ${files.length} files carries it`,
    );
  };
}

function noSecret({ read, leaks }: OwnEvidence): OwnProof | undefined {
  const events = read.suites.reduce((sum, suite) => sum + suite.events.length, read.events.length);
  if (events === 0) return undefined;
  return unless(
    leaks.map((where) => `what looks like a secret stands in ${where}`),
    `nothing in ${events} records of its journals looks like a secret`,
  );
}

function complete(own: OwnEvidence): OwnProof | undefined {
  const { problems, suites } = own.read;
  const started = startedIn(own);
  if (started.length + problems.length === 0) return undefined;
  const sealed = new Set<string>(
    suites.filter((one) => one.sealed).map(({ evidence }) => evidence.suite.name),
  );
  const open = started.filter((name) => !sealed.has(name));
  return unless(
    [
      ...problems.map(({ path, problem }) => `${path}: ${problem}`),
      ...open.map((name) => `${name} was begun and has no sealed journal`),
    ],
    `all of ${started.length} suites that began, and every file that their journals name`,
  );
}

function chained({ read }: OwnEvidence): OwnProof | undefined {
  const seals = read.events.flatMap((event) => (event.type === 'suite-sealed' ? [event.data] : []));
  if (seals.length === 0) return undefined;
  const hashes = new Map(read.suites.map(({ evidence, hash }) => [evidence.suite.name as string, hash]));
  const broken = seals.filter(({ suite, hash }) => hashes.get(suite) !== hash);
  return unless(
    broken.map(({ suite }) => `the journal of ${suite} does not end as the run's journal says`),
    `the run's journal chains the last hash of each of ${seals.length} suites`,
  );
}

/** What each stage requires, as it was when the run was planned. */
function stagesOf({ read }: OwnEvidence): Readonly<Record<string, readonly string[]>> | undefined {
  return read.events.flatMap((event) => (event.type === 'planned' ? [event.data.stages] : [])).at(-1);
}

function blocksOn(names: RegExp): Proof {
  return (own) => {
    const stages = stagesOf(own);
    if (stages === undefined) return undefined;
    const found = (stages['pr'] ?? []).filter((name) => names.test(name));
    return unless(
      found.length > 0 ? [] : ['stage pr requires no such suite'],
      `stage pr requires ${found.length > 3 ? `${found.length} ${kindOf(found[0] ?? '')} suites` : found.join(', ')}`,
    );
  };
}

function hasPolicy(stage: string): Proof {
  return (own) => {
    const stages = stagesOf(own);
    if (stages === undefined) return undefined;
    return unless(stages[stage] === undefined ? [`stage ${stage} has none`] : [], `stage ${stage} has one`);
  };
}

function limitsAreData({ record }: OwnEvidence): OwnProof | undefined {
  const limits = record.planned.reduce((sum, { suite }) => sum + suite.thresholds.length, 0);
  return limits === 0 ? undefined : { holds: true, said: `${limits} limits are in the plan as data` };
}
