import { basename, dirname, join } from 'node:path';
import { AREAS, defectSchema, type Defect } from '../../kernel/defect.ts';
import { unknownIn } from '../../kernel/definitions.ts';
import { nearTo } from '../../kernel/did-you-mean.ts';
import { discover, type Found } from '../../kernel/discover.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { edited, folderOf } from './edited-source.ts';

export interface CatalogueRequest {
  /** The checkout. */
  readonly root: string;
  /** Whose defects. */
  readonly target: string;
  /** Every reference that the catalogue knows. */
  readonly requirements: ReadonlySet<string>;
}

/** Where a target's planted defects lie: `<part>/<id>.defect.ts`. */
export function defectsFolder(target: string): string {
  return `${folderOf(target)}/defects`;
}

/** Every defect of a target, in the order of areas and ids. One ConfigError lists the problems of all files. */
export async function loadCatalogue({
  root,
  target,
  requirements,
}: CatalogueRequest): Promise<readonly Defect[]> {
  const problems: string[] = [];
  const within = [defectsFolder(target)];
  const found = await discover({ what: 'defect', within, schema: defectSchema }, { root, problems });
  problems.push(
    ...found.flatMap((one) => misplaced(one)),
    ...sameIds(found),
    ...unknownIds(found, requirements),
    ...found.flatMap((one) => misfits(join(root, folderOf(target)), one)),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  if (found.length === 0)
    throw new ConfigError(
      `target ${target} has no planted defects: there is no ${join(...within)}/*/*.defect.ts`,
    );
  return found.map(({ value }) => value).sort(byAreaAndId);
}

function byAreaAndId(a: Defect, b: Defect): number {
  return AREAS.indexOf(a.area) - AREAS.indexOf(b.area) || a.id.localeCompare(b.id);
}

/** A file is found by its name: the name must be the id, and its folder the part. */
function misplaced({ value: { id, part }, file }: Found<Defect>): readonly string[] {
  const [name, folder] = [basename(file, '.defect.ts'), basename(dirname(file))];
  return [
    ...(name === id ? [] : [`${file}: id: got "${id}"; the file's name says "${name}"`]),
    ...(folder === part ? [] : [`${file}: part: got "${part}"; the file lies in "${folder}"`]),
  ];
}

/** Edits of a source that has changed since. */
function misfits(folder: string, { value, file }: Found<Defect>): readonly string[] {
  if (value.part !== 'source') return [];
  return edited(folder, value.edits).problems.map((problem) => `${file}: edits: ${problem}`);
}

function sameIds(found: readonly Found<Defect>[]): readonly string[] {
  return [...Map.groupBy(found, ({ value }) => value.id)]
    .filter(([, same]) => same.length > 1)
    .map(([id, same]) => `${same.map(({ file }) => file).join(' and ')}: both are "${id}"; rename one`);
}

function unknownIds(found: readonly Found<Defect>[], requirements: ReadonlySet<string>): readonly string[] {
  return found.flatMap(({ value, file }) => unknownIn(`${file}: breaks`, value.breaks, requirements));
}

/** The defects of those ids, all of them for none. A ConfigError names those that an unknown one may stand for. */
export function chooseDefects(catalogue: readonly Defect[], ids: readonly string[]): readonly Defect[] {
  const known = catalogue.map(({ id }) => id);
  const problems = ids
    .filter((id) => !known.includes(id))
    .map((id) => `--defect: there is no "${id}"; near it: ${nearTo(id, known).join(', ')}`);
  if (problems.length > 0) throw new ConfigError(problems);
  return ids.length === 0 ? catalogue : catalogue.filter(({ id }) => ids.includes(id));
}
