import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { FoundTool } from '../../../kernel/tool.ts';
import type { LocatedFinding } from '../../findings/located-finding.ts';
import { checkOfFindings, keepSarif } from '../../findings/record.ts';
import { type Lockfile, lockfilesOf } from '../../source/lockfile.ts';
import { runToEnd } from '../../source/run-to-end.ts';
import { type Subject, subjectsOf } from '../../source/subjects.ts';
import { treeOf } from '../../source/tree.ts';
import { type Database, openDatabase } from './database.ts';
import type { OsvOptions } from './options.ts';
import { type Advisory, resultsOf, type OsvResult } from './osv-report.ts';

type Run = SuiteRun<OsvOptions, 'source'>;

/** Under an advisory since 2020, which every database of npm has. */
const CANARY = { name: 'minimist', version: '0.0.8', id: 'GHSA-vh95-rmgr-6w4m' };

interface Looked {
  readonly subject: Subject;
  readonly lock: Lockfile;
  readonly path: string;
  /** Each package and version that a registry has: no advisory is of a workspace. */
  readonly wanted: ReadonlySet<string>;
}

/** The whole comparison. */
export async function compareWithAdvisories(run: Run, tool: FoundTool): Promise<void> {
  const database = await openDatabase(run.options, new Date());
  run.recorder.metric({
    name: 'database.age',
    value: database.ageDays,
    unit: 'days',
    samples: database.advisories,
  });
  const looked: Looked[] = [];
  for (const subject of subjectsOf(run.environment, run.options.subjects)) {
    const tree = await treeOf(run.scope, subject.folder);
    const own = lockfilesOf(tree).map((lock): Looked => ({
      subject,
      lock,
      path: join(tree.folder, lock.file),
      wanted: fromRegistry(lock),
    }));
    if (own.every(({ wanted }) => wanted.size === 0))
      throw new InfraError({
        what: `${tree.folder}: its lockfiles name no package but its own workspaces, and no advisory is of these.`,
        fix: 'a product that installs no other package needs no such suite.',
      });
    looked.push(...own);
  }
  const results = await scan(run, tool, database, looked);
  const findings: LocatedFinding[] = [];
  let examined = 0;
  for (const one of looked) {
    const found = report(run, tool, database, one, results.get(one.path));
    findings.push(...found);
    examined += one.wanted.size;
  }
  run.recorder.metric({ name: 'findings.examined', value: examined, unit: 'packages', samples: examined });
  const { name, version } = tool;
  await keepSarif(run, { name, version, url: 'https://google.github.io/osv-scanner' }, findings);
}

function fromRegistry({ packages }: Lockfile): ReadonlySet<string> {
  const installed = [...packages.values()].filter(({ at }) => at.includes('node_modules/'));
  return new Set(installed.map(({ name, version }) => `${name}@${version}`));
}

/** Runs it once over all lockfiles and the planted one. */
async function scan(
  run: Run,
  tool: FoundTool,
  { folder }: Database,
  looked: readonly Looked[],
): Promise<ReadonlyMap<string, OsvResult>> {
  const scratch = join(run.work, 'canary');
  await mkdir(scratch);
  const canary = join(scratch, 'package-lock.json');
  await writeFile(canary, JSON.stringify(plantedLockfile()));
  // Without it, an osv-scanner.toml of the checkout could make findings vanish.
  const config = join(scratch, 'osv-scanner.toml');
  await writeFile(config, '');
  const files = [canary, ...looked.map(({ path }) => path)].flatMap((path) => ['--lockfile', path]);
  const offline = ['--offline', '--offline-vulnerabilities', '--local-db-path', folder];
  const all = ['--all-packages', '--all-vulns', '--no-resolve', '--format', 'json', '--config', config];
  const ended = await runToEnd(run.scope, {
    command: tool.path,
    args: ['scan', 'source', ...offline, ...all, ...files],
    cwd: scratch,
  });
  const results = resultsOf(ended);
  if (
    results.get(canary)?.advisories.some(({ name, id }) => name === CANARY.name && id === CANARY.id) !== true
  )
    throw new InfraError({
      what: `osv-scanner did not find that ${CANARY.name} ${CANARY.version} is under ${CANARY.id}. Nothing that it says counts.`,
      fix: 'see that the database is that of npm, and whole.',
    });
  return results;
}

function plantedLockfile(): object {
  const root = { name: 'canary', version: '1.0.0', dependencies: { [CANARY.name]: CANARY.version } };
  return {
    ...{ name: 'canary', version: '1.0.0', lockfileVersion: 3 },
    packages: { '': root, [`node_modules/${CANARY.name}`]: { version: CANARY.version } },
  };
}

function report(
  run: Run,
  tool: FoundTool,
  database: Database,
  { subject, lock, wanted }: Looked,
  result: OsvResult | undefined,
): readonly LocatedFinding[] {
  const place = `${subject.name}: ${lock.file}`;
  const unseen = [...wanted].filter((one) => result?.packages.has(one) !== true);
  if (unseen.length > 0)
    throw new InfraError({
      what: `${place}: osv-scanner did not look at ${unseen.length} of ${wanted.size} packages, such as ${unseen[0] ?? ''}.`,
      fix: 'write the lockfile anew: `npm install --package-lock-only`.',
    });
  run.recorder.event('scan', {
    ...{ engine: tool.name, version: tool.version, subject: place, unit: 'packages' },
    rules: `${database.advisories} advisories, the newest of ${database.newest.toISOString().slice(0, 10)}`,
    lookedAt: wanted.size - unseen.length,
    thereWas: wanted.size,
    passedOver: [],
    canary: `${CANARY.name} ${CANARY.version}, under ${CANARY.id}`,
  });
  const findings = (result?.advisories ?? []).map((one) => findingOf(subject, lock, one));
  const runtime = findings.filter(({ aside }) => aside === RUNTIME);
  const proves = subject.isProduct ? ['SEC-01/critical-high'] : [];
  const grave = runtime.filter(({ severity }) => severity >= 7);
  run.recorder.check(
    checkOfFindings(
      `${place}: no runtime dependency is under a high advisory`,
      grave,
      `${wanted.size} packages`,
      proves,
    ),
  );
  return findings;
}

const RUNTIME = 'needed at run time';

function findingOf(subject: Subject, lock: Lockfile, one: Advisory): LocatedFinding {
  const places = [...lock.packages.values()].filter(
    ({ name, version }) => name === one.name && version === one.version,
  );
  // What stands nowhere under that name may be needed anywhere.
  const isRuntime = places.length === 0 || places.some(({ dev }) => !dev);
  return {
    engine: 'osv-scanner',
    rule: one.id,
    severity: one.severity,
    ...(one.cwe !== undefined && { cwe: one.cwe }),
    title: `${one.name} ${one.version}: ${one.summary}`,
    fix:
      one.fixed.length > 0
        ? `take ${one.name} ${one.fixed.join(' or ')} or newer, or a version of what needs it that does.`
        : `no version of ${one.name} is repaired: do without it.`,
    subject: subject.name,
    path: lock.file,
    mark: `pkg:npm/${one.name}@${one.version}`,
    aside: isRuntime ? RUNTIME : 'for development only',
  };
}
