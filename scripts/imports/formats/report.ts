import { createHash } from 'node:crypto';
import { z } from 'zod';
import { dayOrTime } from '../../../kernel/day-or-time.ts';
import { ConfigError } from '../../../kernel/errors.ts';
import type { Finding } from '../../../kernel/evidence.ts';
import { ASPECTS, type As, type Contents, type Reader } from '../imported.ts';
import { parseJson } from './parse-json.ts';

const SEVERITY = { critical: 9.5, high: 7.5, medium: 5, low: 2 } as const;
const GRAVE = 7;

const filled = z.string().trim().min(1);
const findingSchema = z.strictObject({
  id: filled,
  title: filled,
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  status: z.enum(['open', 'fixed']).default('open'),
  /** Which of `examined` it is in. */
  in: filled.optional(),
  where: filled.optional(),
  fix: filled.optional(),
});
/** What tools and people without a format of their own hand over. */
const reportSchema = z.strictObject({
  as: filled,
  date: dayOrTime,
  author: filled,
  commit: filled,
  /** What was looked at: configurations, packages, queries, scenarios; of a penetration test `api`, `web`, `streams`. */
  examined: z.array(filled).min(1, 'names nothing that was looked at'),
  findings: z.array(findingSchema),
  /** Of a build: the id of what it made. */
  artefact: filled.optional(),
});
type Report = z.infer<typeof reportSchema>;

/** Of these findings people may leave what is not grave; of anything else each one that is open fails. */
const GRADED: readonly As[] = ['pentest', 'exercise'];

export const report: Reader = (text, as) => {
  const read = parseJson(text, reportSchema, 'report');
  refuse(read, as);
  return {
    checks: checksOf(read, as),
    findings: openOf(read).map((one) => findingOf(one, as)),
    metrics: [
      {
        ...{ name: 'findings.examined', unit: '' },
        value: read.examined.length,
        samples: read.examined.length,
      },
    ],
    madeAt: read.date,
    commit: read.commit,
    author: read.author,
  };
};

function refuse({ as: own, artefact, examined, findings }: Report, as: As): void {
  const parts = ASPECTS.pentest.map((one) => one.slice('SEC-15/'.length));
  const strange = as === 'pentest' ? examined.filter((one) => !parts.includes(one)) : [];
  const lost = as === 'pentest' ? findings.filter((one) => !examined.includes(one.in ?? '')) : [];
  const problems = [
    ...(own === as
      ? []
      : [
          {
            what: `as: it says that it is "${own}"`,
            fix: `import it --as ${own}, or the right file --as ${as}`,
          },
        ]),
    ...(as === 'build' && artefact === undefined
      ? [{ what: 'artefact: it is missing', fix: 'say the id of what was built' }]
      : []),
    ...strange.map((one) => ({
      what: `examined: got "${one}"; known: ${parts.join(', ')}`,
      fix: 'say which of these it is',
    })),
    ...lost.map(({ id }) => ({
      what: `findings: ${id} is in nothing that was examined`,
      fix: `say \`in\`: ${examined.join(', ')}`,
    })),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
}

function checksOf(read: Report, as: As): Contents['checks'] {
  if (as !== 'pentest') return [checkOf(sayOf(read, as), openOf(read), as, [...ASPECTS[as]])];
  return [...new Set(read.examined)].map((part) => {
    const own = openOf(read).filter((one) => one.in === part);
    return checkOf(`${part}: no grave finding is open`, own, as, [`SEC-15/${part}`]);
  });
}

function sayOf({ artefact }: Report, as: As): string {
  if (as === 'tracker') return 'no blocker is open';
  if (as === 'build') return `${artefact ?? ''} was built`;
  return as === 'exercise' ? 'no grave finding is open' : 'nothing was found';
}

function checkOf(id: string, open: Report['findings'], as: As, proves: string[]): Contents['checks'][number] {
  const failing = GRADED.includes(as) ? open.filter(({ severity }) => SEVERITY[severity] >= GRAVE) : open;
  if (failing.length === 0) return { id, outcome: 'passed', durationMs: 0, proves };
  return {
    ...{ id, durationMs: 0, proves },
    outcome: 'failed',
    detail: failing.map((one) => `${one.id} (${one.severity}): ${one.title}`).join('\n'),
    findings: failing.map((one) => findingOf(one, as).fingerprint),
  };
}

function openOf({ findings }: Report): Report['findings'] {
  return findings.filter(({ status }) => status === 'open');
}

function findingOf(
  { id, title, severity, where, in: part, fix }: Report['findings'][number],
  as: As,
): Finding {
  const text = JSON.stringify([as, id, title]);
  const hash = createHash('sha256').update(text).digest('hex');
  return {
    rule: id,
    fingerprint: `${as}-${hash.slice(0, 12)}`,
    severity: SEVERITY[severity],
    title,
    where: where ?? part ?? 'not told',
    fix: fix ?? 'mend it, and import what says so',
  };
}
