import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sayProblems } from '../../../kernel/discover.ts';
import { ConfigError } from '../../../kernel/errors.ts';
import type { Mutant } from '../../../reports/detection/mutants/trial.ts';

/** A change that somebody has looked at, and that nobody can notice. By what reads there, so that edits elsewhere do not matter. */
const equivalentSchema = z.strictObject({
  file: z.string(),
  /** The whole line in which the change begins, without the space around it. */
  line: z.string(),
  original: z.string(),
  replacement: z.string(),
  /** Why nothing that the product promises differs. */
  reason: z.string().min(10),
  reviewer: z.string().min(1),
});
export type Equivalent = z.infer<typeof equivalentSchema>;

/** More of a sample may not be called equivalent: then the list is no review, but a way around the figure. */
const MOST = 0.1;

export function equivalentsFile(target: string): string {
  return `fixtures/targets/${target}/equivalent-mutants.json`;
}

/** Those of a target; none where it has no such file. */
export function readEquivalents(root: string, target: string): readonly Equivalent[] {
  const file = equivalentsFile(target);
  if (!existsSync(join(root, file))) return [];
  try {
    return z.array(equivalentSchema).parse(JSON.parse(readFileSync(join(root, file), 'utf8')));
  } catch (error) {
    throw new ConfigError(sayProblems(file, error));
  }
}

export interface Reviewed {
  readonly root: string;
  readonly target: string;
  /** Every mutant that there is. */
  readonly mutants: readonly Mutant[];
  readonly equivalents: readonly Equivalent[];
}

/** The reason of each mutant that is equivalent, by id. A ConfigError names each entry that no mutant reads like any more. */
export function reviewedIn({ root, target, mutants, equivalents }: Reviewed): ReadonlyMap<string, string> {
  const texts = new Map<string, readonly string[]>();
  const linesOf = (file: string) => {
    const lines = texts.get(file) ?? readFileSync(join(root, file), 'utf8').split('\n');
    texts.set(file, lines);
    return lines;
  };
  const found = equivalents.map((one) => ({
    one,
    ids: mutants
      .filter(
        ({ file, original, replacement }) =>
          file === one.file && original === one.original && replacement === one.replacement,
      )
      .filter(({ file, line }) => linesOf(file)[line - 1]?.trim() === one.line)
      .map(({ id }) => id),
  }));
  const idle = found.filter(({ ids }) => ids.length === 0);
  if (idle.length > 0)
    throw new ConfigError(
      idle.map(({ one }) => ({
        what: `${equivalentsFile(target)}: no mutant of ${one.file} reads "${one.line}" with "${one.original}" → "${one.replacement}".`,
        fix: 'the place was changed: review it again, or take the entry away',
      })),
    );
  return new Map(
    found.flatMap(({ one, ids }) => ids.map((id) => [id, `${one.reason} (${one.reviewer})`] as const)),
  );
}

/** Throws a ConfigError where too many of a sample are called equivalent. */
export function refuseTooMany(
  sample: readonly Mutant[],
  reviewed: ReadonlyMap<string, string>,
  target: string,
): void {
  const many = sample.filter(({ id }) => reviewed.has(id)).length;
  if (many <= Math.ceil(sample.length * MOST)) return;
  throw new ConfigError({
    what: `${many} of the ${sample.length} mutants are called equivalent; at most ${MOST * 100} % may be.`,
    fix: `look again at ${equivalentsFile(target)}: what a user could notice is not equivalent`,
  });
}
