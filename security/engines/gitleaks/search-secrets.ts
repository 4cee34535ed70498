import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { Scan } from '../../../kernel/scan-evidence.ts';
import type { FoundTool } from '../../../kernel/tool.ts';
import { distinct, fingerprintOfLocated, type LocatedFinding } from '../../findings/located-finding.ts';
import { checkOfFindings, checkOfStale, keepSarif } from '../../findings/record.ts';
import { subjectsOf, type Subject } from '../../source/subjects.ts';
import { treeOf, type Tree } from '../../source/tree.ts';
import { type Allowed, readAllowed } from './allowed.ts';
import { CANARY, RULES } from './canary.ts';
import type { GitleaksOptions } from './options.ts';
import type { GitleaksRun } from './gitleaks-run.ts';
import { leaksInHistory, leaksInTree } from './located-leaks.ts';
import { scanHistory } from './scan-history.ts';
import { scanTree } from './scan-tree.ts';

type Run = SuiteRun<GitleaksOptions, 'source'>;

/** What the parts of a suite add to. */
interface Found {
  readonly findings: LocatedFinding[];
  readonly allowed: ReadonlyMap<string, Allowed>;
  readonly examined: { files: number; commits: number };
}

/** What is searched, with what, and what that adds to. */
interface Search {
  readonly run: Run;
  readonly tool: FoundTool;
  readonly scan: GitleaksRun;
  readonly subject: Subject;
  readonly tree: Tree;
  readonly found: Found;
}

/** The whole search. Throws once everything that could be looked at was, where something could not. */
export async function searchSecrets(run: Run, tool: FoundTool): Promise<void> {
  const found: Found = {
    findings: [],
    allowed: readAllowed(run.options.allowed),
    examined: { files: 0, commits: 0 },
  };
  const cutOff: InfraError[] = [];
  for (const subject of subjectsOf(run.environment, run.options.subjects)) {
    const work = join(run.work, subject.name);
    await mkdir(work);
    const rules = join(import.meta.dirname, 'rules.toml');
    const scan: GitleaksRun = { scope: run.scope, program: tool.path, rules, work };
    const tree = await treeOf(run.scope, subject.folder);
    const search: Search = { run, tool, scan, subject, tree, found };
    await searchTree(search);
    await searchHistory(search).catch((error: unknown) => {
      if (!(error instanceof InfraError)) throw error;
      cutOff.push(error);
    });
  }
  report(run, found);
  const { name, version } = tool;
  await keepSarif(
    run,
    { name, version, url: 'https://github.com/gitleaks/gitleaks' },
    distinct(found.findings).map((one) => ({ ...one, ...why(found, one) })),
  );
  if (cutOff[0] !== undefined) throw cutOff[0];
}

async function searchTree(search: Search): Promise<void> {
  const { scan, subject, tree, found } = search;
  const { leaks, read, skipped } = await scanTree(scan, tree);
  found.examined.files += read;
  tell(search, 'tree', leaksInTree(subject, tree, leaks), {
    ...{ unit: 'files', lookedAt: read, thereWas: tree.files.length + tree.passedOver.length },
    passedOver: [...skipped, ...tree.passedOver].slice(0, 50),
  });
}

async function searchHistory(search: Search): Promise<void> {
  const { run, scan, subject, tree, found } = search;
  if (!tree.isRepository)
    throw new InfraError({
      what: `${tree.folder} is no git checkout, so there is no history to look at.`,
      fix: 'let `source` name a clone.',
    });
  const { leaks, history, read } = await scanHistory(scan, subject.folder);
  const { commits } = history;
  found.examined.commits += commits;
  tell(search, 'history', await leaksInHistory(run.scope, subject, history.folder, leaks), {
    ...{ unit: 'commits', lookedAt: read, thereWas: commits },
    passedOver:
      commits > read
        ? [`${commits - read} commits that add no text: merges, renames, deletions, binary files`]
        : [],
  });
}

/** What was looked at and what was found there: an event and a check. */
function tell(
  { run: { recorder }, tool, subject, found }: Search,
  part: 'tree' | 'history',
  all: readonly LocatedFinding[],
  looked: Pick<Scan, 'unit' | 'lookedAt' | 'thereWas' | 'passedOver'>,
): void {
  const findings = distinct(all);
  found.findings.push(...findings);
  recorder.event('scan', {
    ...{ engine: tool.name, version: tool.version, rules: RULES, canary: CANARY },
    ...{ subject: `${subject.name}: ${part}`, ...looked },
  });
  // Of commits each counts, of files those that were read.
  const counted = `${part === 'tree' ? looked.lookedAt : looked.thereWas} ${looked.unit}`;
  const proves = subject.isProduct ? [`SEC-05/${part}`] : [];
  recorder.check(
    checkOfFindings(`${subject.name}: no secret in the ${part}`, left(found, findings), counted, proves),
  );
}

function left(found: Found, findings: readonly LocatedFinding[]): readonly LocatedFinding[] {
  return findings.filter((one) => !found.allowed.has(fingerprintOfLocated(one)));
}

function why(found: Found, finding: LocatedFinding): { readonly allowed?: string } {
  const entry = found.allowed.get(fingerprintOfLocated(finding));
  return entry === undefined ? {} : { allowed: `${entry.reason} (${entry.reviewer})` };
}

/** How much was looked at, and whether the list of false alarms holds nothing that is no alarm any more. */
function report({ recorder }: Run, { findings, allowed, examined }: Found): void {
  const met = new Set(findings.map(fingerprintOfLocated));
  const stale = [...allowed.values()].filter(({ fingerprint }) => !met.has(fingerprint));
  recorder.check(
    checkOfStale(
      'every entry of the allow-list is of something that is there',
      stale.map((one) => `${one.path} ${one.fingerprint.slice(0, 8)}`),
      `${allowed.size} entries`,
    ),
  );
  const { files, commits } = examined;
  recorder.metric({ name: 'findings.examined', value: files, unit: 'files', samples: files });
  recorder.metric({ name: 'commits.examined', value: commits, unit: 'commits', samples: commits });
}
