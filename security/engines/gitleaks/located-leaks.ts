import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scope } from '../../../kernel/scope.ts';
import { type LocatedFinding, normalised } from '../../findings/located-finding.ts';
import { ALONE, git } from '../../source/git.ts';
import type { Subject } from '../../source/subjects.ts';
import type { Tree } from '../../source/tree.ts';
import type { Leak } from './gitleaks-run.ts';

const SEVERITY = 8;
const HARD_CODED_CREDENTIALS = 798;
const FIX =
  'change the secret where it is used, for who has the repository has it, and read the new one from a variable; where it is none, say why in the allow-list of the suite.';

/** Findings in the files of a tree. */
export function leaksInTree(subject: Subject, tree: Tree, leaks: readonly Leak[]): readonly LocatedFinding[] {
  return leaks.map((leak) =>
    located(
      subject,
      { ...leak, File: `${tree.prefix}${leak.File}` },
      readFileSync(join(tree.folder, leak.File), 'utf8'),
    ),
  );
}

/** Findings in the commits of a repository. */
export async function leaksInHistory(
  scope: Scope,
  subject: Subject,
  repository: string,
  leaks: readonly Leak[],
): Promise<readonly LocatedFinding[]> {
  const findings: LocatedFinding[] = [];
  for (const leak of leaks) {
    const text = await git(scope, repository, ['cat-file', 'blob', `${leak.Commit}:${leak.File}`], {
      env: ALONE,
    });
    findings.push({ ...located(subject, leak, text), aside: `in commit ${leak.Commit.slice(0, 10)}` });
  }
  return findings;
}

function located(subject: Subject, leak: Leak, text: string): LocatedFinding {
  const lines = text.split('\n').slice(leak.StartLine - 1, Math.max(leak.EndLine, leak.StartLine));
  return {
    engine: 'gitleaks',
    rule: leak.RuleID,
    severity: SEVERITY,
    cwe: HARD_CODED_CREDENTIALS,
    title: leak.Description,
    fix: FIX,
    subject: subject.name,
    path: leak.File,
    line: leak.StartLine,
    mark: shortTag(lines.join('\n')),
  };
}

/** Tells lines of a file apart, and is too short for anybody to try secrets against. */
function shortTag(line: string): string {
  return createHash('sha256').update(normalised(line)).digest('hex').slice(0, 4);
}
