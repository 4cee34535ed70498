import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { discover } from '../../kernel/discover.ts';
import { ENGINE } from '../../kernel/engine.ts';
import { SUITE, type Suite, type Threshold } from '../../kernel/suite.ts';
import { provesOf } from '../../kernel/threshold.ts';

/** What a suite carries: what its limits prove, the tags in its own files, and what its engine says of its own checks. */
export interface Carrier {
  /** By name. */
  readonly suite: string;
  readonly references: ReadonlySet<string>;
}

/**
 * Every suite, with the aspects of requirements that its limits and checks carry, as far as that can be read without running them.
 * A tag with a blank, `@CON-06/${part}-duration`, stands for those that `known` has for what the suite's files write
 * in quotes or as a number.
 */
export async function carriersIn(root: string, known: ReadonlySet<string>): Promise<readonly Carrier[]> {
  const [suites, engines] = await Promise.all([discover(SUITE, { root }), discover(ENGINE, { root })]);
  return Promise.all(
    suites.map(async ({ value, folder }) => {
      const engine = engines.find((one) => one.value.name === value.engine)?.value;
      const own = (await engine?.proves?.(engine.parse(value.options, folder))) ?? [];
      const references = new Set([...ofLimits(value), ...ofFiles(plainFilesOf(folder), known), ...own]);
      return { suite: value.name, references };
    }),
  );
}

/** The tool's own files of a suite, and those that they share in folders below. */
export function plainFilesOf(folder: string): readonly string[] {
  return globSync('**/*.ts', { cwd: folder, exclude: ['**/*.suite.ts', '**/*.test.ts'] })
    .map((file) => join(folder, file))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

/** What the limits of a suite carry. */
export function ofLimits(
  suite: Pick<Suite, 'proves'> & { readonly thresholds: readonly Pick<Threshold, 'proves'>[] },
): readonly string[] {
  return [...suite.proves, ...suite.thresholds.flatMap((limit) => provesOf(limit, suite))];
}

/** What the checks in its files carry. */
export function ofFiles(files: readonly string[], known: ReadonlySet<string>): readonly string[] {
  return tagsIn(files.map((file) => readFileSync(file, 'utf8')).join('\n'), known);
}

const TAG = /(?<![\w/])@([A-Z][A-Z0-9]{1,9}-\d{1,6}(?:\/(?:[\w-]|\$\{\w+\})+)*)/g;
const BLANK = /\$\{\w+\}/;

/** The tags of plain files. */
export function tagsIn(source: string, known: ReadonlySet<string>): readonly string[] {
  return [...source.matchAll(TAG)].flatMap(([, tag = '']) =>
    BLANK.test(tag) ? filledIn(tag, source, known) : [tag],
  );
}

function filledIn(tag: string, source: string, known: ReadonlySet<string>): readonly string[] {
  const pattern = new RegExp(`^${tag.split(new RegExp(BLANK, 'g')).join('([a-z0-9-]+)')}$`);
  const writes = (value: string) =>
    new RegExp(/^\d+$/.test(value) ? `\\b${value}\\b` : `'${value}'`).test(source);
  return [...known].filter((reference) => pattern.exec(reference)?.slice(1).every(writes) === true);
}
