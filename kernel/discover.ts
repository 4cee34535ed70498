import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { ConfigError, saidBy } from './errors.ts';
import type { Roots } from './project.ts';
import { within, type Said } from './sentence.ts';

/** A definition and the file that holds it, relative to the project, or to the harness where it comes with that. */
export interface Found<T> {
  readonly value: T;
  readonly file: string;
  /** Absolute. */
  readonly folder: string;
}

/** Something that files of one suffix define, each as its default export. */
export interface Definable<T> {
  /** `suite` is found in each `*.suite.ts`. */
  readonly what: string;
  /** Folders below the project to look in; `<kind>` stands for the folder of every kind. */
  readonly within: readonly string[];
  /** Where the harness itself has some for every project: the same folders unless told. */
  readonly ofHarness?: readonly string[];
  readonly schema: z.ZodType<T>;
  /** Whether the file has to be called like what it defines, so that one can be had by its name alone. */
  readonly calledLikeFile?: true;
  /** Whether a file may define several, as a list. */
  readonly several?: true;
}

export interface Discovery extends Roots {
  /** What cannot be loaded or is malformed is added here, each sentence with its file. Without it one ConfigError has them all. */
  readonly problems?: Said[];
  /** Only the files of this name: `<named>.<what>.ts`. */
  readonly named?: string;
  /** The files of folders that were walked already, for whoever looks for several things at once. */
  readonly walked?: Map<string, readonly string[]>;
}

/**
 * Loads all that is defined of one thing, in the order of files; what comes with the harness first. Each is checked, and no two may
 * have one name. What is defined is found here and nowhere else.
 */
export async function discover<T>(
  definable: Definable<T>,
  { root, product = root, problems, named, walked = new Map() }: Discovery,
): Promise<readonly Found<T>[]> {
  const kinds = kindFolders({ root, product });
  const filesOf = (within: readonly string[], place: string) => {
    const ending = `.${definable.what}${place === product ? OWN_ENDING : '.ts'}`;
    return within
      .flatMap((folder) => (folder === '<kind>' ? kinds : [folder]))
      .flatMap((folder) => filesOnce(walked, place, folder))
      .filter((file) => (named === undefined ? file.endsWith(ending) : basename(file) === named + ending))
      .sort()
      .map((file) => ({ place, file }));
  };
  const { within, ofHarness = within } = definable;
  const files = [...(product === root ? [] : filesOf(ofHarness, product)), ...filesOf(within, root)];
  const loaded = (await Promise.all(files.map(({ place, file }) => load(definable, place, file)))).flat();
  const found = loaded.filter((one) => 'value' in one);
  const wrong = [
    ...loaded.flatMap((one) => ('value' in one ? [] : one.problems)),
    ...sameNames(definable.what, found),
  ];
  if (problems === undefined && wrong.length > 0) throw new ConfigError(wrong);
  problems?.push(...wrong);
  return found;
}

/** A folder becomes a kind by the file that says so: `load/load.kind.ts`. Those of the harness are kinds in every project. */
export function kindFolders({ root, product = root }: Roots): readonly string[] {
  // The folder of a project that `init` is to begin need not be there.
  const kindsIn = (place: string, ending: string) =>
    (existsSync(place) ? readdirSync(place) : []).filter((name) =>
      existsSync(join(place, name, `${name}.kind${ending}`)),
    );
  return [
    ...new Set([...kindsIn(product, OWN_ENDING), ...(product === root ? [] : kindsIn(root, '.ts'))]),
  ].sort();
}

/** `.ts` in a checkout; `.js` in a package, where it was compiled: Node runs no TypeScript below node_modules. */
const OWN_ENDING = extname(import.meta.filename);

/** What runs leave beside the reports that are defined there. */
const OUTPUT = ['reports/runs', 'reports/detect'];

function filesOnce(walked: Map<string, readonly string[]>, root: string, folder: string): readonly string[] {
  const files = walked.get(join(root, folder)) ?? filesBelow(root, folder);
  walked.set(join(root, folder), files);
  return files;
}

function filesBelow(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    const isOthers = entry.name === 'node_modules' || entry.name.startsWith('.') || OUTPUT.includes(path);
    return isOthers ? [] : filesBelow(root, path);
  });
}

type Loaded<T> = Found<T> | { readonly problems: readonly Said[] };

async function load<T>(definable: Definable<T>, root: string, file: string): Promise<readonly Loaded<T>[]> {
  try {
    const { default: defined } = (await import(pathToFileURL(join(root, file)).href)) as {
      default?: unknown;
    };
    if (defined === undefined) throw new Error('no default export; export the definition as default');
    if (definable.several !== true || !Array.isArray(defined)) return [check(definable, root, file, defined)];
    if (defined.length === 0) throw new Error('an empty list; define at least one');
    const list = defined as readonly unknown[];
    return list.map((one, index) => check(definable, root, file, one, whichOf(one, index)));
  } catch (error) {
    return [{ problems: sayProblems(file, error) }];
  }
}

/** `which` of those in the file. */
function check<T>(
  { what, schema, calledLikeFile }: Definable<T>,
  root: string,
  file: string,
  defined: unknown,
  which?: string,
): Loaded<T> {
  try {
    const value = schema.parse(defined);
    const name = nameOf(value);
    if (calledLikeFile && `${String(name)}.${what}` !== basename(file, extname(file)))
      throw new Error(`name: got "${String(name)}"; a ${what} is called like its file`);
    return { value, file, folder: dirname(join(root, file)) };
  } catch (error) {
    return { problems: sayProblems(which === undefined ? file : `${file}: ${which}`, error) };
  }
}

/** One sentence per problem of a thrown error: a schema's issues come with their paths. */
export function sayProblems(where: string, error: unknown): readonly Said[] {
  if (error instanceof z.ZodError)
    return issuesIn(error.issues).map((issue) => `${where}: ${pathOf(issue.path)}${issue.message}`);
  return [within(where, saidBy(error))];
}

/** Of what may be one of several, what is wrong with the one that was meant: zod by itself says no more than "Invalid input". */
export function issuesIn(
  issues: readonly z.core.$ZodIssue[],
): readonly Pick<z.core.$ZodIssue, 'path' | 'message'>[] {
  return issues.flatMap((issue) => {
    const meant =
      issue.code === 'invalid_union' && issue.message === 'Invalid input' && meantBy(issue.errors);
    if (!meant) return [issue];
    return issuesIn(meant).map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
  });
}

/** The one all of whose fields are known; of several that with the fewest problems. */
function meantBy(branches: readonly z.core.$ZodIssue[][]): readonly z.core.$ZodIssue[] | undefined {
  const strange = (issues: readonly z.core.$ZodIssue[]) =>
    issues.filter(({ code, path }) => code === 'unrecognized_keys' && path.length === 0).length;
  return [...branches].sort((a, b) => strange(a) - strange(b) || a.length - b.length)[0];
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : `${path.map(String).join('.')}: `;
}

function whichOf(one: unknown, index: number): string {
  const name = nameOf(one);
  return typeof name === 'string' ? name : `number ${index + 1}`;
}

export function nameOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
}

function sameNames(what: string, found: readonly Found<unknown>[]): readonly string[] {
  return [...Map.groupBy(found, ({ value }) => nameOf(value))]
    .filter(([name, same]) => name !== undefined && same.length > 1)
    .map(([name, same]) => {
      const files = [...new Set(same.map(({ file }) => file))];
      const twice = files.length === 1 ? 'defines twice' : 'both define';
      return `${files.join(' and ')}: ${twice} the ${what} "${String(name)}"; rename one`;
    });
}

/** A member that must be a function. What it takes and gives is its type's to say. */
export function callable<F>() {
  return z.custom<F>((value) => typeof value === 'function', 'a function is needed');
}

/** The schema of its options, where a definition tells it: for people, who find it in docs/reference. It checks them by itself. */
export function toldSchema() {
  return z.instanceof(z.ZodType, { error: 'a zod schema is needed' });
}
