import { createHash } from 'node:crypto';
import type { Finding } from '../../kernel/evidence.ts';
import type { Exchange } from './exchange.ts';
import { routeOf } from './route.ts';
import type { Problem, Rule } from './rule.ts';

/** What found it. One name for all sources of exchanges, so that a waiver holds whether a scanner or a browser met the defect. */
const RULES_ENGINE = 'passive-rules';

/** The same defect at the same place has the same fingerprint in every run: ports, ids, values and bodies play no part. */
export function fingerprintOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The finding that a problem in an exchange is. */
export function findingOf(rule: Rule, problem: Problem, exchange: Exchange): Finding {
  const id = `${rule.name}/${problem.variant}`;
  const { site, method } = exchange;
  const route = `${method} ${routeOf(exchange.url)}`;
  const place = problem.ofSite === true ? [site] : [site, route];
  const about = problem.parameter === undefined ? '' : ` (${problem.parameter})`;
  return {
    rule: id,
    fingerprint: fingerprintOf([RULES_ENGINE, id, ...place, problem.parameter ?? '']),
    severity: problem.severity,
    title: problem.title,
    where: problem.ofSite === true ? `${site}, such as ${route}${about}` : `${site} ${route}${about}`,
    cwe: problem.cwe,
    fix: problem.fix,
  };
}
