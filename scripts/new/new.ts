import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { discover, nameOf } from '../../kernel/discover.ts';
import { ENGINE } from '../../kernel/engine.ts';
import { ConfigError, messageOf } from '../../kernel/errors.ts';
import { KIND, mayRun, type KindDefinition } from '../../kernel/kind.ts';
import type { Roots } from '../../kernel/project.ts';
import { TARGET } from '../../kernel/target.ts';
import { staleReference, writeReference } from '../quality/reference-files.ts';
import { SORTS, type Made, type Sort } from './sorts.ts';
import { say } from '../../kernel/sentence.ts';

export interface NewRequest extends Roots {
  readonly sort: string;
  /** `<name>`, or `<kind>/<name>` of what belongs to a kind. */
  readonly name: string;
  /** For a suite of a kind that several engines serve. */
  readonly engine?: string | undefined;
  /** For an environment; `remote` unless told. */
  readonly target?: string | undefined;
}

export interface Written {
  /** Relative to the checkout; what docs/reference says of it, too. */
  readonly files: readonly string[];
  readonly next: readonly string[];
}

const TEMPLATES = join(import.meta.dirname, 'templates');
/** What stands on nothing but what a project may import. */
const OF_PROJECTS: readonly string[] = ['suite', 'environment', 'kind'];
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Writes what defines a new thing. Throws a ConfigError, with nothing written, where that cannot be. */
export async function writeNew(request: NewRequest): Promise<Written> {
  const { root } = request;
  const sort = sortOf(request);
  const made = await madeOf(request, sort);
  const folder = join(TEMPLATES, request.sort, variantOf(request.sort, made));
  const words = wordsFor(made, request.sort === 'kind' ? await kindsIn(rootsOf(request)) : []);
  const files = globSync('**/*.txt', { cwd: folder })
    .sort()
    .map((template) => ({
      file: filled(template.slice(0, -'.txt'.length), words),
      text: filled(readFileSync(join(folder, template), 'utf8'), words),
    }));
  await refuseExisting(request, made, sort, files);
  const formatted = await Promise.all(
    files.map(async ({ file, text }) =>
      request.product === undefined ? format(root, file, text) : importedByName(file, text),
    ),
  );
  for (const [index, { file }] of files.entries()) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), formatted[index] ?? '', { flag: 'wx' });
  }
  const written = files.map(({ file }) => file);
  if (!sort.inReference || request.product !== undefined) return { files: written, next: sort.next(made) };
  try {
    const stale = await staleReference(root);
    writeReference(root, stale);
    return { files: [...written, ...stale.map(({ file }) => file)], next: sort.next(made) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const once = `npm run reference, once this is mended: ${error.problems.map(say).join('; ')}`;
    return { files: written, next: [...sort.next(made), once] };
  }
}

function sortOf({ sort, engine, target, product }: NewRequest): Sort {
  const found = Object.hasOwn(SORTS, sort) ? SORTS[sort] : undefined;
  if (found === undefined)
    throw new ConfigError(`nothing new is called "${sort}"; known: ${Object.keys(SORTS).join(', ')}`);
  if (product !== undefined && !OF_PROJECTS.includes(sort))
    throw new ConfigError({
      what: `new ${sort}: what it writes stands on parts of the harness that a project does not import; here: ${OF_PROJECTS.join(', ')}.`,
      fix: `write it by hand, from release-harness: one of ${product} shows how`,
    });
  const misplaced = [
    ...(engine !== undefined && sort !== 'suite' ? ['--engine is for a suite'] : []),
    ...(target !== undefined && sort !== 'environment' ? ['--target is for an environment'] : []),
  ];
  if (misplaced.length > 0) throw new ConfigError(misplaced);
  return found;
}

async function madeOf(request: NewRequest, { ofKind }: Sort) {
  const { sort, name, engine, target = 'remote' } = request;
  const roots = rootsOf(request);
  const parts = name.split('/');
  const shape = ofKind ? '<kind>/<name>' : '<name>';
  if (parts.length !== shape.split('/').length || !parts.every((part) => NAME.test(part)))
    throw new ConfigError(`${sort}: got "${name}"; give ${shape}, in kebab-case`);
  const made = { name: parts.at(-1) ?? name, kind: ofKind ? (parts[0] ?? '') : '', engine: '', target };
  if (sort === 'environment') await refuseUnknownTarget(roots, target);
  if (!ofKind) return made;
  const kinds = (await kindsIn(roots)).map((kind) => kind.name);
  if (!kinds.includes(made.kind))
    throw new ConfigError(
      `${sort}: got the kind "${made.kind}"; known: ${kinds.join(', ')}, or make it one: ./harness new kind ${made.kind}`,
    );
  return sort === 'suite' ? { ...made, engine: await engineFor(roots, made, engine) } : made;
}

async function refuseUnknownTarget(roots: Roots, target: string): Promise<void> {
  const known = (await discover(TARGET, { ...roots, problems: [] })).map(({ value }) => value.name);
  if (!known.includes(target))
    throw new ConfigError(
      `--target: got "${target}"; known: ${known.join(', ')}, or: ./harness new target ${target}`,
    );
}

/** What runs suites of the kind: the one that is named, or the only one that there is. */
async function engineFor(roots: Roots, { kind, name }: Made, named: string | undefined): Promise<string> {
  const all = await discover(ENGINE, { ...roots, problems: [] });
  const kinds = await kindsIn(roots);
  const able = all.filter(({ value }) => mayRun(value, kind, kinds));
  const known = able.map(({ value }) => value.name);
  if (able.length === 0)
    throw new ConfigError(
      `no engine runs suites of the kind "${kind}"; name one in the \`engines\` of ${kind}/${kind}.kind.ts, or: ./harness new engine ${kind}/<tool>`,
    );
  if (named === undefined && able.length > 1)
    throw new ConfigError(
      `${known.join(' and ')} run ${kind} suites; say which: ./harness new suite ${kind}/${name} --engine ${known[0]}`,
    );
  const found = named === undefined ? able[0] : able.find(({ value }) => value.name === named);
  if (found === undefined)
    throw new ConfigError(`--engine: got "${named}"; of ${kind} suites: ${known.join(', ')}`);
  const engine = found.value;
  if (existsSync(join(TEMPLATES, 'suite', engine.name))) return engine.name;
  try {
    engine.parse({}, join(roots.root, kind));
  } catch (error) {
    throw new ConfigError(
      `${engine.name} needs options that nobody here knows: ${messageOf(error)}; copy a suite that has them`,
    );
  }
  return engine.name;
}

/** The folder of templates, where a sort has several. */
function variantOf(sort: string, { engine, target }: Made): string {
  if (sort === 'environment') return target === 'remote' ? 'remote' : 'started';
  if (sort !== 'suite') return '';
  return existsSync(join(TEMPLATES, 'suite', engine)) ? engine : 'any';
}

async function kindsIn(roots: Roots): Promise<readonly KindDefinition[]> {
  return (await discover(KIND, { ...roots, problems: [] })).map(({ value }) => value);
}

async function refuseExisting(
  request: NewRequest,
  made: Made,
  { definable }: Sort,
  files: readonly { readonly file: string }[],
): Promise<void> {
  const { root, sort } = request;
  const name = sort === 'suite' ? `${made.kind}/${made.name}` : made.name;
  const same = (await discover(definable, { ...rootsOf(request), problems: [] })).filter(
    ({ value }) => nameOf(value) === name,
  );
  const there = files.map(({ file }) => file).filter((file) => existsSync(join(root, file)));
  // A folder of the checkout that is something else would become a kind with all that is in it.
  if (sort === 'kind' && existsSync(join(root, name))) there.push(name);
  const taken = [...new Set([...same.map(({ file }) => file), ...there])];
  if (taken.length > 0)
    throw new ConfigError(`the ${sort} "${name}" is there already: ${taken.join(', ')}; choose another name`);
}

function wordsFor(
  { name, kind, engine, target }: Made,
  kinds: readonly KindDefinition[],
): Readonly<Record<string, string>> {
  return {
    name,
    kind,
    engine,
    target,
    NAME: name.toUpperCase().replaceAll('-', '_'),
    Title: (name[0] ?? '').toUpperCase() + name.slice(1).replaceAll('-', ' '),
    order: String(Math.max(0, ...kinds.map(({ order }) => order)) + 10),
  };
}

/** A name between two underscores on each side is a word of ours. */
function filled(text: string, words: Readonly<Record<string, string>>): string {
  return text.replaceAll(/__([a-zA-Z]+)__/g, (whole, word: string) => words[word] ?? whole);
}

function rootsOf({ root, product }: Roots): Roots {
  return { root, ...(product !== undefined && { product }) };
}

/** A project does not know where the harness lies. */
function importedByName(file: string, text: string): string {
  const named = text
    .replaceAll(/'(?:\.\.\/)+kernel\/(?:suite|environment|kind)\.ts'/g, "'release-harness'")
    .replaceAll(/'(?:\.\.\/)+fixtures\/bindings\/target\.ts'/g, "'release-harness/bindings'");
  if (!/ from '\.\.\//.test(named)) return named;
  throw new ConfigError(
    `${file}: what is written of it stands on the harness's own product; copy a suite of yours`,
  );
}

/** A long name changes where lines break. */
async function format(root: string, file: string, text: string): Promise<string> {
  const prettier = await import('prettier');
  const options = await prettier.resolveConfig(join(root, file));
  return prettier.format(text, { ...options, filepath: file });
}
