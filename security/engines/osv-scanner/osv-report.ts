import { z } from 'zod';
import { InfraError } from '../../../kernel/errors.ts';
import { jsonOf } from '../../source/json.ts';
import { lastWords, type Ended } from '../../source/run-to-end.ts';

const reportSchema = z.object({
  results: z.array(
    z.object({
      source: z.object({ path: z.string() }),
      packages: z.array(
        z.object({
          package: z.object({ name: z.string(), version: z.string(), ecosystem: z.string() }),
          groups: z
            .array(z.object({ ids: z.array(z.string()).min(1), max_severity: z.string().default('') }))
            .default([]),
          vulnerabilities: z
            .array(
              z.object({
                id: z.string(),
                summary: z.string().default(''),
                withdrawn: z.string().optional(),
                database_specific: z
                  .looseObject({ severity: z.string().optional(), cwe_ids: z.array(z.string()).optional() })
                  .default({}),
                affected: z
                  .array(
                    z.object({
                      package: z.object({ name: z.string() }).optional(),
                      ranges: z
                        .array(z.object({ events: z.array(z.record(z.string(), z.string())) }))
                        .default([]),
                    }),
                  )
                  .default([]),
              }),
            )
            .default([]),
        }),
      ),
    }),
  ),
});

/** One advisory that a package is under. */
export interface Advisory {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly severity: number;
  readonly cwe: number | undefined;
  readonly summary: string;
  /** Versions in which it is repaired. */
  readonly fixed: readonly string[];
}

/** What osv-scanner found in one lockfile. */
export interface OsvResult {
  readonly packages: ReadonlySet<string>;
  readonly advisories: readonly Advisory[];
}

/** What it said, by lockfile. Throws an InfraError where it failed, in part too: it exits 127 without a database, and 0 after some errors. */
export function resultsOf(ended: Ended): ReadonlyMap<string, OsvResult> {
  const error = /^.*(?:Error during|could not load|unable to fetch|failed).*$/im.exec(ended.err)?.[0];
  const parsed = reportSchema.safeParse(jsonOf(ended.out));
  if ((ended.code !== 0 && ended.code !== 1) || error !== undefined || !parsed.success)
    throw new InfraError({
      what: `osv-scanner ended with ${ended.code ?? 'a signal'}: ${error ?? lastWords({ ...ended, out: '' })}.`,
      fix: 'see that its database can be read, and that HARNESS_OSV_SCANNER or PATH names a real osv-scanner.',
    });
  return new Map(
    parsed.data.results.map(({ source, packages }) => [
      source.path,
      {
        packages: new Set(packages.map(({ package: one }) => `${one.name}@${one.version}`)),
        advisories: packages.flatMap(advisoriesOf),
      },
    ]),
  );
}

type Reported = z.infer<typeof reportSchema>['results'][number]['packages'][number];

function advisoriesOf({ package: one, groups, vulnerabilities }: Reported): readonly Advisory[] {
  const alone = vulnerabilities.filter(({ id }) => groups.every(({ ids }) => !ids.includes(id)));
  // Whatever is named counts: a group that nothing is told of, and an advisory that is in no group.
  const all = [...groups, ...alone.map(({ id }) => ({ ids: [id], max_severity: '' }))];
  return all.map(({ ids, max_severity: score }) => {
    const found = vulnerabilities.find(({ id }) => ids.includes(id));
    const told = found?.database_specific;
    const ranges = (found?.affected ?? [])
      .filter((affected) => affected.package?.name === one.name)
      .flatMap((affected) => affected.ranges);
    return {
      ...{ id: found?.id ?? ids[0] ?? '', name: one.name, version: one.version },
      summary: found?.summary ?? '',
      severity: severityOf(score, told?.severity),
      cwe: Number(/CWE-(\d+)/.exec(told?.cwe_ids?.[0] ?? '')?.[1]) || undefined,
      fixed: ranges.flatMap(({ events }) => events.flatMap((event) => event['fixed'] ?? [])),
    };
  });
}

const WORDS: Readonly<Record<string, number>> = {
  CRITICAL: 9.5,
  HIGH: 8,
  MODERATE: 5.5,
  MEDIUM: 5.5,
  LOW: 3,
};
/** What nobody has judged may be the worst but one. */
const UNJUDGED = 8;

/** The CVSS score, or else the word; malicious packages have neither. */
function severityOf(score: string, word: string | undefined): number {
  const number = Number.parseFloat(score);
  return Number.isFinite(number) ? number : (WORDS[word?.toUpperCase() ?? ''] ?? UNJUDGED);
}
