import { z } from 'zod';
import { nearTo } from '../../kernel/did-you-mean.ts';
import { SuiteError } from '../../kernel/errors.ts';
import type { Rule } from './rule.ts';

/** What a suite changes about rules, by their names. */
export const ruleChangesSchema = z
  .record(
    z.string(),
    z.strictObject({
      severity: z
        .union([z.literal('off'), z.number().min(0).max(10)])
        .describe('What its findings are lowered to where they are worse, or `off`: then it is skipped.'),
      reason: z.string().regex(/\S/, 'must not be blank').describe('Why; the report shows it.'),
    }),
  )
  .default({})
  .describe('Rules that are lowered or switched off here, by name.');
export type RuleChanges = z.infer<typeof ruleChangesSchema>;

/** Why a rule is switched off: whoever examines skips it, with that. */
export interface ChangedRule extends Rule {
  readonly off?: string;
}

/**
 * The rules as a suite changes them. What is lowered says so in its findings' titles, from what and why; fingerprints stay. A
 * SuiteError names a rule that there is none of: it would lower nothing.
 */
export function changedRules(rules: readonly Rule[], changes: RuleChanges): readonly ChangedRule[] {
  const names = rules.map(({ name }) => name);
  for (const name of Object.keys(changes))
    if (!names.includes(name))
      throw new SuiteError({
        what: `options.rules: no rule "${name}"; near it: ${nearTo(name, names).slice(0, 3).join(', ')}.`,
        fix: 'take it out, or name a rule of security/rules',
      });
  return rules.map((rule) => {
    const change = changes[rule.name];
    if (change === undefined) return rule;
    const { severity, reason } = change;
    return severity === 'off' ? { ...rule, off: reason } : lowered(rule, severity, reason);
  });
}

function lowered(rule: Rule, atMost: number, reason: string): Rule {
  return {
    ...rule,
    problems: (exchange) =>
      rule.problems(exchange).map((problem) => {
        const { severity, title } = problem;
        if (severity <= atMost) return problem;
        return {
          ...problem,
          severity: atMost,
          title: `${title} (lowered from ${severity} to ${atMost}: ${reason})`,
        };
      }),
  };
}
