import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, matchesGlob } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { FoundTool } from '../../../kernel/tool.ts';
import { distinct, type LocatedFinding, normalised } from '../../findings/located-finding.ts';
import { checkOfFindings, keepSarif } from '../../findings/record.ts';
import { type Subject, subjectsOf } from '../../source/subjects.ts';
import { copyTree, type Tree, treeOf } from '../../source/tree.ts';
import { type Chosen, chosenOf, sayOthers } from './chosen-files.ts';
import type { SemgrepOptions } from './options.ts';
import { ALL } from './rules/all.ts';
import type { SastRule } from './sast-rule.ts';
import { EXAMPLES, type Match, mustBeAwake, prepare, semgrep, type SemgrepResult } from './semgrep-run.ts';

type Run = SuiteRun<SemgrepOptions, 'source'>;

/** Reads every checkout. `rules` are all of ours, but in tests. */
export async function readSource(run: Run, tool: FoundTool, rules: readonly SastRule[] = ALL): Promise<void> {
  const findings: LocatedFinding[] = [];
  let examined = 0;
  for (const subject of subjectsOf(run.environment, run.options.subjects)) {
    const tree = await treeOf(run.scope, subject.folder);
    const chosen = chosenOf(subject, tree.files, run.options);
    const { wanted } = chosen;
    const { result, folder } = await scan(run, tool, subject, tree, wanted, rules);
    examined += wanted.filter((file) => !result.partly.has(file)).length;
    tell(run, tool, subject, rules, chosen, result);
    const found = distinct(
      result.matches
        .filter(({ path }) => !path.startsWith(`${EXAMPLES}/`))
        .map((match) =>
          findingOf(subject, tree, match, rules, readFileSync(join(folder, match.path), 'utf8')),
        ),
    );
    findings.push(...found);
    const proves = subject.isProduct ? ['SEC-04/owasp'] : [];
    run.recorder.check(
      checkOfFindings(`${subject.name}: no rule finds a weakness`, found, `${wanted.length} files`, proves),
    );
  }
  run.recorder.metric({ name: 'findings.examined', value: examined, unit: 'files', samples: examined });
  const { name, version } = tool;
  await keepSarif(run, { name, version, url: 'https://semgrep.dev' }, findings);
}

async function scan(
  run: Run,
  tool: FoundTool,
  subject: Subject,
  tree: Tree,
  wanted: readonly string[],
  rules: readonly SastRule[],
): Promise<{ result: SemgrepResult; folder: string }> {
  const work = join(run.work, subject.name);
  const folder = join(work, 'tree');
  await mkdir(folder, { recursive: true });
  await copyTree(tree, wanted, folder);
  const file = await prepare(folder, rules, work);
  const result = await semgrep(run.scope, tool.path, folder, file, work);
  mustBeAwake(rules, result);
  const unseen = wanted.filter((one) => !result.scanned.has(one));
  if (unseen.length > 0)
    throw new InfraError({
      what: `semgrep did not look at ${unseen.length} of ${wanted.length} files, such as ${unseen[0] ?? ''}.`,
      fix: 'see that they can be read, or `except` them with a reason.',
    });
  return { result, folder };
}

/** How much was looked at, what was not, and whether that is all of it. */
function tell(
  { recorder, options }: Run,
  tool: FoundTool,
  subject: Subject,
  rules: readonly SastRule[],
  { present, wanted, others }: Chosen,
  result: SemgrepResult,
): void {
  const partly = [...result.partly].filter(([file]) => !file.startsWith(`${EXAMPLES}/`));
  const left = options.except.map(({ files, reason }) => {
    const count = present.filter((file) => matchesGlob(file, files)).length;
    return `${count} files ${files}: ${reason}`;
  });
  const torn =
    partly.length === 0 ? [] : [`semgrep cannot read a part of ${partly.map(([file]) => file).join(', ')}`];
  const foreign = sayOthers(others);
  const unread = [...torn, ...foreign];
  recorder.event('scan', {
    ...{ engine: tool.name, version: tool.version, subject: subject.name, unit: 'files' },
    rules: `${rules.length} of ours`,
    lookedAt: wanted.length - partly.length,
    thereWas: present.length + others.length,
    passedOver: [...partly.map(([, message]) => `in part: ${message}`), ...foreign, ...left],
    canary: `${rules.flatMap(({ bad }) => bad).length} bad examples, and no good one`,
  });
  recorder.check({
    ...{ id: `${subject.name}: every file was read whole`, durationMs: 0 },
    ...(unread.length === 0
      ? {
          outcome: 'passed' as const,
          detail: `${wanted.length} files`,
          proves: subject.isProduct ? ['SEC-04/whole'] : [],
        }
      : { outcome: 'skipped' as const, detail: unread.join('; ') }),
  });
}

function findingOf(
  subject: Subject,
  tree: Tree,
  { rule: id, path, line, lastLine }: Match,
  rules: readonly SastRule[],
  text: string,
): LocatedFinding {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new InfraError(`semgrep names a rule that nobody gave it: ${id}`);
  return {
    ...{ engine: 'semgrep', rule: id, severity: rule.severity, cwe: rule.cwe },
    title: rule.title,
    fix: `${rule.fix} (OWASP ${rule.owasp})`,
    ...{ subject: subject.name, path: `${tree.prefix}${path}`, line },
    mark: normalised(
      text
        .split('\n')
        .slice(line - 1, lastLine)
        .join('\n'),
    ),
  };
}
