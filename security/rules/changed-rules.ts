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

export interface ChangedRule extends Rule {
  /** Why it is switched off: whoever examines skips it, with that. */
  readonly off?: string;
  /** Its findings may be lowered: where it has some, that its check passes proves nothing. */
  readonly lowered?: true;
}

/**
 * The rules as a suite changes them. What is lowered says so in its findings' titles, from what and why; fingerprints stay. A
 * SuiteError names a rule that there is none of: it would lower nothing; or says that none is left.
 */
export function changedRules(rules: readonly Rule[], changes: RuleChanges): readonly ChangedRule[] {
  const names = rules.map(({ name }) => name);
  for (const name of Object.keys(changes))
    if (!names.includes(name))
      throw new SuiteError({
        what: `options.rules: no rule "${name}"; near it: ${nearTo(name, names).slice(0, 3).join(', ')}.`,
        fix: 'take it out, or name a rule of security/rules',
      });
  const changed = rules.map((rule) => changedBy(rule, changes[rule.name]));
  if (changed.every(({ off }) => off !== undefined))
    throw new SuiteError({
      what: 'options.rules: every rule is switched off, so nothing would be examined.',
      fix: 'leave one on, or take the suite out',
    });
  return changed;
}

function changedBy(rule: Rule, change: RuleChanges[string] | undefined): ChangedRule {
  if (change === undefined) return rule;
  const { severity, reason } = change;
  return severity === 'off' ? { ...rule, off: reason } : lowered(rule, severity, reason);
}

function lowered(rule: Rule, atMost: number, reason: string): ChangedRule {
  return {
    ...rule,
    lowered: true,
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
