import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { LocatedFinding } from '../../findings/located-finding.ts';
import { checkOfFindings, keepSarif } from '../../findings/record.ts';
import { jsonOf } from '../../source/json.ts';
import { type Lockfile, lockfilesOf } from '../../source/lockfile.ts';
import { type Subject, subjectsOf } from '../../source/subjects.ts';
import { type Tree, treeOf } from '../../source/tree.ts';
import { mustSeeProblems } from './canary.ts';
import type { LockfileOptions } from './options.ts';
import {
  KINDS,
  type Manifests,
  manifestSchema,
  type Problem,
  problemsOf,
  type ProblemKind,
} from './problems.ts';

type Run = SuiteRun<LockfileOptions, 'source'>;

/** Holds every lockfile of each checkout to what is declared, a check a kind of problem. */
export async function holdLockfiles(run: Run): Promise<void> {
  const { node, subjects } = run.options;
  mustSeeProblems(node);
  const findings: LocatedFinding[] = [];
  let examined = 0;
  for (const subject of subjectsOf(run.environment, subjects)) {
    const tree = await treeOf(run.scope, subject.folder);
    for (const lock of lockfilesOf(tree)) {
      const problems = problemsOf(lock, manifestsOf(tree, lock), node);
      findings.push(...report(run, subject, lock, problems));
      examined += lock.packages.size;
    }
  }
  run.recorder.metric({ name: 'findings.examined', value: examined, unit: 'packages', samples: examined });
  await keepSarif(
    run,
    { name: 'lockfile', version: '1', url: 'https://docs.npmjs.com/cli/configuring-npm/package-lock-json' },
    findings,
  );
}

/** The package.json beside a lockfile, and those of its workspaces. Throws where one is not there: nobody knows what it declares. */
function manifestsOf(tree: Tree, lock: Lockfile): Manifests {
  const folder = dirname(lock.file);
  const places = ['', ...[...lock.packages.keys()].filter((at) => !at.includes('node_modules/'))];
  return new Map(
    places.map((at) => {
      const file = join(folder, at, 'package.json');
      if (!tree.files.includes(file))
        throw new InfraError({
          what: `${tree.folder}: beside ${lock.file} there is no ${file}, so nobody knows what it declares.`,
          fix: 'commit it, or write the lockfile anew: `npm install --package-lock-only`.',
        });
      const parsed = manifestSchema.safeParse(jsonOf(readFileSync(join(tree.folder, file), 'utf8')));
      if (!parsed.success)
        throw new InfraError({
          what: `${tree.folder}: ${file} is no package.json that npm could read.`,
          fix: 'see what `npm install` says of it.',
        });
      return [at, parsed.data] as const;
    }),
  );
}

function report(
  { recorder, options }: Run,
  subject: Subject,
  lock: Lockfile,
  problems: readonly Problem[],
): readonly LocatedFinding[] {
  const place = `${subject.name}: ${lock.file}`;
  const found = problems.map((problem) => findingOf(subject, lock, problem));
  for (const [kind, { says, proves }] of Object.entries(KINDS)) {
    const own = found.filter(
      ({ rule }) => rule === kind || (kind === 'engines' && rule === ('peers' satisfies ProblemKind)),
    );
    const carried = subject.isProduct ? [proves] : [];
    recorder.check(checkOfFindings(`${place}: ${says}`, own, `${lock.packages.size} packages`, carried));
  }
  recorder.event('scan', {
    ...{ engine: 'lockfile', version: `Node ${options.node}`, rules: `${Object.keys(KINDS).length} of ours` },
    ...{ subject: place, unit: 'packages', lookedAt: lock.packages.size, thereWas: lock.packages.size },
    passedOver: [],
    canary: 'a lockfile with one of each',
  });
  return found;
}

function findingOf(subject: Subject, lock: Lockfile, { kind, of, what, fix }: Problem): LocatedFinding {
  return {
    ...{ engine: 'lockfile', rule: kind, severity: KINDS[kind].severity, cwe: 1104 },
    title: `${of.name} ${of.version} ${what}`,
    fix,
    ...{ subject: subject.name, path: lock.file, aside: of.at === '' ? 'the root' : of.at },
    mark: `${of.at} ${what}`,
  };
}
