import { z } from 'zod';
import { printable } from '../kernel/printable.ts';
import type { SealedReason, SealedRun } from '../kernel/publisher.ts';
import { VERDICTS, type Verdict } from '../kernel/verdict.ts';

/** What publishers that tell people have in common. */
export const tellingSchema = z.strictObject({
  verdicts: z.array(z.enum(VERDICTS)).min(1).optional().describe('Which verdicts are told; all unless told.'),
  link: z
    .url({ protocol: /^https?$/ })
    .refine((link) => link.includes('{run}'), 'it has {run} in it, where the run id goes')
    .optional()
    .describe(
      'Where people find the report, such as `https://reports.test/{run}/index.html`; its path on this machine unless told.',
    ),
});
export type Telling = z.infer<typeof tellingSchema>;

/** A run for people, in plain text: one line that says it all, then why, who owns it, and where to look. */
export interface Message {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly link: string;
}

const SIGNS: Readonly<Record<Verdict, string>> = {
  pass: '✓ Pass',
  waived: '◐ Pass, waived',
  unknown: '? Unknown',
  fail: '✕ Fail',
};
/** So many reasons are told: the others stand in the report. */
const TOLD = 10;
const WIDTH = 300;

/** Undefined where this verdict is told to nobody. */
export function messageOf(run: SealedRun, { verdicts, link }: Telling): Message | undefined {
  if (verdicts?.includes(run.verdict) === false) return undefined;
  const { verdict, stage, environment, target, git, rehearsal, reasons, id, digest } = run;
  const head = `${SIGNS[verdict]}${rehearsal ? ' (rehearsal)' : ''}: ${stage ?? 'suites by name'} on ${environment}`;
  const of = [target, git && `commit ${git.commit.slice(0, 10)} on ${git.branch}`].filter(
    (one) => one !== undefined,
  );
  const owners = [...new Set(reasons.filter(isOpen).map(({ owner }) => printable(owner)))];
  return {
    subject: printable(`${head}${target === undefined ? '' : `, ${target}`}`),
    lines: [
      ...(of.length === 0 ? [] : [printable(of.join(', '))]),
      ...reasons.slice(0, TOLD).map(lineOf),
      ...(reasons.length > TOLD ? [`and ${reasons.length - TOLD} more`] : []),
      ...(owners.length === 0 ? [] : [`To look at it: ${owners.join(', ')}`]),
      `Run ${id}, evidence digest ${digest}`,
    ],
    link: link === undefined ? `${run.report}/index.html` : link.replaceAll('{run}', encodeURIComponent(id)),
  };
}

function isOpen({ verdict }: SealedReason): boolean {
  return verdict === 'fail' || verdict === 'unknown';
}

function lineOf({ verdict, suite, what, expected, observed, owner }: SealedReason): string {
  const where = suite === undefined ? '' : `${suite} (${owner}): `;
  const seen = [
    expected && `expected ${firstLine(expected)}`,
    observed && `got ${firstLine(observed)}`,
  ].filter((one) => one);
  return short(`${verdict}: ${where}${what}${seen.length === 0 ? '' : `: ${seen.join(', ')}`}`);
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

function short(text: string): string {
  const line = printable(text);
  return line.length <= WIDTH ? line : `${line.slice(0, WIDTH - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What is noted where nobody was told on purpose. */
export function sayUntold({ verdict }: SealedRun): string {
  return `nobody is told of ${verdict}`;
}
