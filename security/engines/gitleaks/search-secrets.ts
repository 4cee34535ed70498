import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { FoundTool } from '../../../kernel/tool.ts';
import { distinct, fingerprintOfLocated, type LocatedFinding } from '../../findings/located-finding.ts';
import { checkOfFindings, keepSarif } from '../../findings/record.ts';
import { subjectsOf, type Subject } from '../../source/subjects.ts';
import { treeOf, type Tree } from '../../source/tree.ts';
import { type Allowed, readAllowed } from './allowed.ts';
import type { GitleaksOptions } from './options.ts';
import type { GitleaksRun } from './gitleaks-run.ts';
import { leaksInHistory, leaksInTree } from './located-leaks.ts';
import { scanHistory } from './scan-history.ts';
import { scanTree } from './scan-tree.ts';

type Run = SuiteRun<GitleaksOptions, 'source'>;

const RULES = "gitleaks' own and 3 of ours";
const CANARY = 'a token, a password and a connection string, made up for this run';

/** What the parts of a suite add to. */
interface Found {
  readonly findings: LocatedFinding[];
  readonly allowed: ReadonlyMap<string, Allowed>;
  readonly examined: { files: number; commits: number };
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
    await searchTree(run, tool, scan, subject, tree, found);
    await searchHistory(run, tool, scan, subject, tree, found).catch((error: unknown) => {
      if (!(error instanceof InfraError)) throw error;
      cutOff.push(error);
    });
  }
  report(run, tool, found);
  await keepSarif(
    run,
    toolOf(tool),
    distinct(found.findings).map((one) => ({ ...one, ...why(found, one) })),
  );
  if (cutOff[0] !== undefined) throw cutOff[0];
}

async function searchTree(
  run: Run,
  tool: FoundTool,
  scan: GitleaksRun,
  subject: Subject,
  tree: Tree,
  found: Found,
): Promise<void> {
  const { leaks, read, skipped } = await scanTree(scan, tree);
  const findings = distinct(leaksInTree(subject, tree, leaks));
  found.findings.push(...findings);
  found.examined.files += read;
  run.recorder.event('scan', {
    ...{ engine: tool.name, version: tool.version, rules: RULES, canary: CANARY },
    ...{ subject: `${subject.name}: tree`, unit: 'files' },
    lookedAt: read,
    thereWas: tree.files.length + tree.passedOver.length,
    passedOver: [...skipped, ...tree.passedOver].slice(0, 50),
  });
  const proves = subject.isProduct ? ['SEC-05/tree'] : [];
  run.recorder.check(
    checkOfFindings(`${subject.name}: no secret in the tree`, left(found, findings), `${read} files`, proves),
  );
}

async function searchHistory(
  run: Run,
  tool: FoundTool,
  scan: GitleaksRun,
  subject: Subject,
  tree: Tree,
  found: Found,
): Promise<void> {
  if (!tree.isRepository)
    throw new InfraError({
      what: `${tree.folder} is no git checkout, so there is no history to look at.`,
      fix: 'let `source` name a clone.',
    });
  const { leaks, history, read } = await scanHistory(scan, subject.folder);
  const findings = distinct(await leaksInHistory(run.scope, subject, history.folder, leaks));
  found.findings.push(...findings);
  found.examined.commits += history.commits;
  run.recorder.event('scan', {
    ...{ engine: tool.name, version: tool.version, rules: RULES, canary: CANARY },
    ...{ subject: `${subject.name}: history`, unit: 'commits' },
    lookedAt: read,
    thereWas: history.commits,
    passedOver:
      history.commits > read
        ? [`${history.commits - read} commits that add no text: merges, renames, deletions, binary files`]
        : [],
  });
  const proves = subject.isProduct ? ['SEC-05/history'] : [];
  const looked = `${history.commits} commits`;
  run.recorder.check(
    checkOfFindings(`${subject.name}: no secret in the history`, left(found, findings), looked, proves),
  );
}

function left(found: Found, findings: readonly LocatedFinding[]): readonly LocatedFinding[] {
  return findings.filter((one) => !found.allowed.has(fingerprintOfLocated(one)));
}

function why(found: Found, finding: LocatedFinding): { readonly allowed?: string } {
  const entry = found.allowed.get(fingerprintOfLocated(finding));
  return entry === undefined ? {} : { allowed: `${entry.reason} (${entry.reviewer})` };
}

function toolOf({ name, version }: FoundTool) {
  return { name, version, url: 'https://github.com/gitleaks/gitleaks' };
}

/** The findings, how much was looked at, and whether the list of false alarms holds nothing that is no alarm any more. */
function report({ recorder }: Run, _tool: FoundTool, { findings, allowed, examined }: Found): void {
  const met = new Set(findings.map(fingerprintOfLocated));
  const stale = [...allowed.values()].filter(({ fingerprint }) => !met.has(fingerprint));
  recorder.check({
    id: 'every entry of the allow-list is of something that is there',
    outcome: stale.length === 0 ? 'passed' : 'failed',
    detail:
      stale.length === 0
        ? `${allowed.size} entries`
        : `take out ${stale.map((one) => `${one.path} ${one.fingerprint.slice(0, 8)}`).join(', ')}`,
    durationMs: 0,
  });
  const samples = examined.files;
  recorder.metric({ name: 'findings.examined', value: examined.files, unit: 'files', samples });
  recorder.metric({ name: 'commits.examined', value: examined.commits, unit: 'commits', samples });
}
