import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { ConfigError } from '../../kernel/errors.ts';

const ruleSchema = z.looseObject({
  alert: z.string().optional(),
  expr: z.union([z.string(), z.number()]).transform(String),
  for: z.string().optional(),
  keep_firing_for: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Rule = z.infer<typeof ruleSchema>;
export type Alert = Rule & { readonly alert: string };

const rulesSchema = z.looseObject({ groups: z.array(z.looseObject({ rules: z.array(ruleSchema) })) });
export type RuleFile = z.infer<typeof rulesSchema>;

const testsSchema = z.looseObject({
  tests: z.array(
    z.looseObject({
      alert_rule_test: z
        .array(z.looseObject({ alertname: z.string(), exp_alerts: z.array(z.unknown()).nullish() }))
        .nullish(),
    }),
  ),
});

function read<T>(schema: z.ZodType<T>, what: string, text: string): T {
  const parsed = schema.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  throw new ConfigError({
    what: `${what} cannot be read: ${z.prettifyError(parsed.error)}`,
    fix: 'see what promtool says of it.',
  });
}

export function rulesIn(text: string): RuleFile {
  return read(rulesSchema, 'the file of rules', text);
}

export function alertsOf({ groups }: RuleFile): readonly Alert[] {
  return groups
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => (rule.alert === undefined ? [] : [{ ...rule, alert: rule.alert }]));
}

/** The file with another rule in the place of every alert of that name and that expression. */
export function replaced(file: RuleFile, { alert, expr }: Alert, by: Rule): string {
  const groups = file.groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => (rule.alert === alert && rule.expr === expr ? by : rule)),
  }));
  return stringify({ ...file, groups });
}

/** The alerts that some test expects to fire. */
export function firedIn(tests: string): ReadonlySet<string> {
  const all = read(testsSchema, 'the file of tests', tests).tests.flatMap(
    (test) => test.alert_rule_test ?? [],
  );
  return new Set(
    all.filter(({ exp_alerts: expected }) => (expected ?? []).length > 0).map(({ alertname }) => alertname),
  );
}
