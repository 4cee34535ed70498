import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ConfigError } from '../../../kernel/errors.ts';
import type { Finding } from '../../../kernel/evidence.ts';
import { ASPECTS, type Reader } from '../imported.ts';
import { parseJson } from './parse-json.ts';

const level = z.enum(['none', 'note', 'warning', 'error']);
const resultSchema = z.looseObject({
  ruleId: z.string().optional(),
  ruleIndex: z.number().optional(),
  kind: z.string().default('fail'),
  level: level.optional(),
  message: z.looseObject({ text: z.string().default('') }),
  suppressions: z.array(z.looseObject({ status: z.string().optional() })).optional(),
  locations: z
    .array(
      z.looseObject({
        physicalLocation: z
          .looseObject({ artifactLocation: z.looseObject({ uri: z.string().optional() }).optional() })
          .optional(),
      }),
    )
    .optional(),
});
const ruleSchema = z.looseObject({
  id: z.string().optional(),
  defaultConfiguration: z.looseObject({ level: level.optional() }).optional(),
});
const runSchema = z.looseObject({
  tool: z.looseObject({
    driver: z.looseObject({ name: z.string().min(1), rules: z.array(ruleSchema).optional() }),
    extensions: z.array(z.looseObject({ rules: z.array(ruleSchema).optional() })).optional(),
  }),
  results: z.array(resultSchema),
  artifacts: z.array(z.unknown()).optional(),
  invocations: z
    .array(z.looseObject({ executionSuccessful: z.boolean(), endTimeUtc: z.string().optional() }))
    .optional(),
  versionControlProvenance: z.array(z.looseObject({ revisionId: z.string().optional() })).optional(),
});
const sarifSchema = z.looseObject({ version: z.literal('2.1.0'), runs: z.array(runSchema).min(1) });
type Run = z.infer<typeof runSchema>;
type Result = Run['results'][number];
type Level = z.infer<typeof level>;

const SEVERITY = { error: 7, warning: 4, note: 1, none: 0 } as const;

/** SARIF 2.1.0: errors fail, warnings and notes are shown. One that looked at nothing is refused. */
export const sarif: Reader = (text, as) => {
  const { runs } = parseJson(text, sarifSchema, 'SARIF 2.1.0');
  for (const run of runs) refuseIdle(run);
  const open = runs.flatMap((run) => run.results.map((result) => ({ run, result })));
  const findings = open
    .filter(({ result }) => !isSuppressed(result))
    .map(({ run, result }) => findingOf(run, result));
  const errors = findings.filter(({ severity }) => severity >= SEVERITY.error);
  const tools = [...new Set(runs.map(({ tool }) => tool.driver.name))].join(', ');
  return {
    checks: [
      {
        id: `${tools}: no error`,
        outcome: errors.length > 0 ? 'failed' : 'passed',
        ...(errors.length > 0 && {
          detail: errors.map(({ where, title }) => `${where}: ${title}`).join('\n'),
          findings: errors.map(({ fingerprint }) => fingerprint),
        }),
        durationMs: 0,
        proves: [...ASPECTS[as]],
      },
    ],
    findings,
    madeAt: runs.flatMap(({ invocations }) => invocations?.at(-1)?.endTimeUtc ?? []).sort()[0],
    commit: runs.flatMap(({ versionControlProvenance: of }) => of?.[0]?.revisionId ?? [])[0],
  };
};

function refuseIdle({ tool, results, artifacts = [], invocations = [] }: Run): void {
  const { name } = tool.driver;
  if (invocations.some(({ executionSuccessful }) => !executionSuccessful))
    throw new ConfigError({
      what: `${name} says that it did not come to its end`,
      fix: 'repair that, and import what it writes then',
    });
  if (results.length + artifacts.length + invocations.length > 0) return;
  throw new ConfigError({
    what: `${name} names no file that it looked at: no artifacts, no invocation, no result`,
    fix: 'let it list its artifacts or its invocation, or import a report: see docs/how-to/release.md',
  });
}

function isSuppressed({ suppressions = [] }: Result): boolean {
  return suppressions.some(({ status = 'accepted' }) => status === 'accepted');
}

/** Where a result says none, that of its rule counts: several tools say it there alone. */
function levelOf({ tool }: Run, { level: own, kind, ruleId, ruleIndex }: Result): Level {
  if (own !== undefined) return own;
  if (kind !== 'fail') return 'none';
  const rules = tool.driver.rules ?? [];
  const all = [...rules, ...(tool.extensions ?? []).flatMap((one) => one.rules ?? [])];
  // `no-var/declared` is a part of the rule `no-var`.
  const named = all.find(({ id }) => id === ruleId) ?? all.find(({ id }) => ruleId?.startsWith(`${id}/`));
  const rule = ruleId === undefined ? rules[ruleIndex ?? -1] : named;
  return rule?.defaultConfiguration?.level ?? 'warning';
}

function findingOf(run: Run, result: Result): Finding {
  const { ruleId = 'none', message, locations } = result;
  const tool = run.tool.driver.name;
  const where = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? 'nowhere';
  const text = JSON.stringify([tool, ruleId, where, message.text]);
  const hash = createHash('sha256').update(text).digest('hex');
  return {
    rule: ruleId,
    fingerprint: `${tool.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${hash.slice(0, 12)}`,
    severity: SEVERITY[levelOf(run, result)],
    title: message.text,
    where,
    fix: `see what ${tool} says of ${ruleId}`,
  };
}
