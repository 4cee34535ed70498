import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import type { LocatedFinding } from '../../findings/located-finding.ts';
import { checkOfFindings, checkOfStale, keepSarif } from '../../findings/record.ts';
import { differences, lockfilesOf, type Lockfile } from '../../source/lockfile.ts';
import { git } from '../../source/git.ts';
import { subjectsOf, type Subject } from '../../source/subjects.ts';
import { treeOf, type Tree } from '../../source/tree.ts';
import { changesSince, type Changes } from './changes.ts';
import { FORMATS, mustSeeFaults, packagesIn, type Format } from './documents.ts';
import { licenceFindings } from './licence-findings.ts';
import { type Exception, readLicences } from './licences.ts';
import type { SbomOptions } from './options.ts';

type Run = SuiteRun<SbomOptions, 'source'>;

/** Writes, checks and keeps the documents of every lockfile. */
export async function writeSboms(run: Run): Promise<void> {
  const { recorder, options } = run;
  const licences = readLicences(options.licences);
  const findings: LocatedFinding[] = [];
  const met = new Set<Exception>();
  let examined = 0;
  for (const subject of subjectsOf(run.environment, options.subjects)) {
    const tree = await treeOf(run.scope, subject.folder);
    const commit = tree.isRepository
      ? (await git(run.scope, subject.folder, ['rev-parse', 'HEAD']).catch(() => '')).trim() || undefined
      : undefined;
    for (const lock of lockfilesOf(tree)) {
      const wanted = packagesIn(readFileSync(join(tree.folder, lock.file), 'utf8'));
      for (const format of FORMATS) await writeOne(run, subject, lock, format, wanted, commit);
      const found = licenceFindings(subject, lock, licences, met);
      findings.push(...found);
      examined += lock.packages.size;
      const looked = `${lock.packages.size} packages`;
      recorder.check(
        checkOfFindings(`${placeOf(subject, lock)}: every licence is allowed`, found, looked, []),
      );
      await keepChanges(run, subject, tree, lock);
    }
  }
  const stale = licences.exceptions.filter((one) => !met.has(one));
  recorder.check(
    checkOfStale(
      'every exception of the licences is of a package that is there',
      stale.map((one) => `${one.package} ${one.licence ?? 'without a licence'}`),
      `${met.size} exceptions`,
    ),
  );
  recorder.metric({ name: 'findings.examined', value: examined, unit: 'packages', samples: examined });
  await keepSarif(run, { name: 'sbom', version: '1', url: 'https://cyclonedx.org' }, findings);
}

async function writeOne(
  run: Run,
  subject: Subject,
  lock: Lockfile,
  format: Format,
  wanted: ReadonlyMap<string, number>,
  commit: string | undefined,
): Promise<void> {
  const name = `${subject.name}/${dirname(lock.file)}/${format.file}`.replace('/./', '/');
  const file = join(run.work, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(format.make(lock, { at: new Date(), commit }), undefined, 1)}\n`);
  // What others get is read again, not what was meant.
  const document = JSON.parse(readFileSync(file, 'utf8')) as object;
  mustSeeFaults(format, document, wanted);
  const place = `${placeOf(subject, lock)}: ${format.title}`;
  record(run, `${place} is valid`, format.problems(document), subject.isProduct ? [format.proves.valid] : []);
  const missing = differences(wanted, format.packages(document));
  record(
    run,
    `${place} holds every package, and no other`,
    missing,
    subject.isProduct ? [format.proves.complete] : [],
  );
  run.recorder.event('scan', {
    ...{
      engine: 'sbom',
      version: format.title,
      rules: 'its schema, and the lockfile',
      subject: place,
      unit: 'packages',
    },
    lookedAt: lock.packages.size,
    thereWas: [...wanted.values()].reduce((sum, count) => sum + count, 0),
    passedOver: [],
    canary: 'a document with an unknown field, and one without its last package',
  });
  await run.recorder.attach(name, file);
}

function record({ recorder }: Run, id: string, problems: readonly string[], proves: readonly string[]): void {
  const shown = problems.slice(0, 5).join('; ');
  recorder.check({
    ...{ id, durationMs: 0, proves: [...proves] },
    outcome: problems.length === 0 ? 'passed' : 'failed',
    ...(problems.length > 0 && { detail: `${problems.length} problems: ${shown}` }),
  });
}

function placeOf(subject: Subject, lock: Lockfile): string {
  return `${subject.name}: ${lock.file}`;
}

async function keepChanges(run: Run, subject: Subject, tree: Tree, lock: Lockfile): Promise<void> {
  const changes: Changes | undefined = await changesSince(run.scope, tree, lock);
  if (changes === undefined) {
    run.recorder.loss({
      what: `${placeOf(subject, lock)}: there is no earlier lockfile that can be read to compare with, so no change is listed`,
    });
    return;
  }
  const name = `${subject.name}/${dirname(lock.file)}/changes.json`.replace('/./', '/');
  const file = join(run.work, name);
  await writeFile(file, `${JSON.stringify(changes, undefined, 2)}\n`);
  await run.recorder.attach(name, file);
}
