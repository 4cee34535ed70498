import { z } from 'zod';
import { callable, type Definable } from '../../kernel/discover.ts';
import type { Exchange } from './exchange.ts';

/** One defect in one exchange. */
export interface Problem {
  /** Which of the rule's defects: the finding's rule is `<rule>/<variant>`. */
  readonly variant: string;
  /** CVSS-like, 0–10: ≥ 9 critical, ≥ 7 high, ≥ 4 medium, else low. */
  readonly severity: number;
  readonly cwe: number;
  readonly title: string;
  readonly fix: string;
  /** What it is about, where a route alone does not say: a cookie's or a parameter's name. Never a value. */
  readonly parameter?: string;
  /** The defect of the whole site, such as a cookie's: met on many routes it is still one finding. */
  readonly ofSite?: true;
}

/** A passive rule: the default export of a `*.rule.ts`. Pure; keeps no secret of what it read. */
export interface Rule {
  /** The file's name. */
  readonly name: string;
  /** Requirement ids that its check proves. */
  readonly proves: readonly string[];
  /** What an exchange must be for the rule to say anything: "an HTML page". */
  readonly needs: string;
  applies(exchange: Exchange): boolean;
  /** Called only where it applies. */
  problems(exchange: Exchange): readonly Problem[];
}

export const RULE: Definable<Rule> = {
  what: 'rule',
  within: ['<kind>'],
  schema: z.strictObject({
    name: z.string().min(1),
    proves: z.array(z.string()),
    needs: z.string().min(1),
    applies: callable<Rule['applies']>(),
    problems: callable<Rule['problems']>(),
  }),
  calledLikeFile: true,
};

/** Types the default export of a `*.rule.ts`; discovery checks it. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
