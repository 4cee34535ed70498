import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Mutant } from '../../../reports/detection/mutants/trial.ts';

/** From where to where, and how often it ran: inner ones say it for their part. */
const rangeSchema = z.tuple([z.number(), z.number(), z.number()]);
type Range = z.infer<typeof rangeSchema>;
/** By file, relative to the copy: what each process ran of it. */
const hitsSchema = z.record(z.string(), z.array(z.array(rangeSchema)));
export type Hits = z.infer<typeof hitsSchema>;

export const coverageSchema = z.strictObject({
  /** What ran while the target came up. */
  start: hitsSchema,
  suites: z.record(
    z.string(),
    z.strictObject({ hits: hitsSchema, durationMs: z.number(), failed: z.array(z.string()) }),
  ),
  /** Relative imports, by file. */
  imports: z.record(z.string(), z.array(z.string())),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** How often a place ran; undefined where nothing is known of its file. */
export function hitsAt(hits: Hits, file: string, at: number): number | undefined {
  const counts = hits[file]?.map((ranges) => {
    const around = ranges.filter(([start, end]) => start <= at && at < end);
    return around.reduce<Range>((inner, one) => (size(one) <= size(inner) ? one : inner), NOWHERE)[2];
  });
  return counts && Math.max(0, ...counts);
}

const NOWHERE: Range = [0, Infinity, 0];

const size = ([start, end]: Range): number => end - start;

/** How often anything in a file ran. */
function hitsOf(hits: Hits, file: string): number {
  return Math.max(0, ...(hits[file] ?? []).flat().map(([, , count]) => count));
}

/**
 * The suites in which a mutant ran, the one first that ran it most a second. What ran when the target started is taken for run by
 * every suite that runs anything of its file, or of one that imports it; and what nothing is known of, by all.
 */
export function suitesCovering(
  { file, start }: Pick<Mutant, 'file' | 'start'>,
  coverage: Coverage,
): readonly string[] {
  const atStart = hitsAt(coverage.start, file, start);
  const importing = Object.entries(coverage.imports).flatMap(([from, to]) =>
    to.includes(file) ? [from] : [],
  );
  const weights = Object.entries(coverage.suites).map(([name, { hits, durationMs }]) => {
    const own = hitsAt(hits, file, start) ?? 0;
    const near = Math.max(0, ...[file, ...importing].map((one) => hitsOf(hits, one)));
    const ran = own > 0 ? own : atStart !== undefined && atStart > 0 ? near / 1e3 : 0;
    return { name, durationMs, ran: ran * (1 + 3 * likeness(name, file)) };
  });
  const known = atStart !== undefined || Object.values(coverage.suites).some(({ hits }) => file in hits);
  const covering = weights.filter(({ ran }) => ran > 0);
  if (!known || (covering.length === 0 && (atStart ?? 0) > 0))
    return [...weights]
      .sort((a, b) => likeness(b.name, file) - likeness(a.name, file) || a.durationMs - b.durationMs)
      .map(({ name }) => name);
  return covering.sort((a, b) => rate(b) - rate(a)).map(({ name }) => name);
}

/** Of what runs often everywhere a quick suite tells sooner. */
function rate({ ran, durationMs }: { ran: number; durationMs: number }): number {
  return Math.min(ran, 20) / Math.max(1, durationMs);
}

/** How long a suite may take: much more than it took with nothing changed. */
export function limitMsOf(suite: string, { suites }: Pick<Coverage, 'suites'>): number {
  return (suites[suite]?.durationMs ?? 60_000) * 4 + 15_000;
}

/** How many words a suite's name has in common with a path. */
function likeness(suite: string, path: string): number {
  const words = new Set(
    path
      .toLowerCase()
      .split(/[^a-z]+/)
      .map(stem),
  );
  return suite
    .split(/[^a-z]+/)
    .map(stem)
    .filter((word) => words.has(word)).length;
}

const stem = (word: string): string => word.replace(/s$/, '');

/** Files that a text imports by relative paths. */
export function importsIn(file: string, text: string): readonly string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path = '']) =>
    join(dirname(file), path),
  );
}
