import { pagePolicies, type Policy } from './content-security-policy.ts';
import { isPage } from './exchange.ts';
import { allowsKnownBypass } from './known-bypass.ts';
import { defineRule, type Problem } from './rule.ts';

const MISSING: Problem = {
  variant: 'missing',
  severity: 5.4,
  cwe: 693,
  title: 'The page has no enforced Content-Security-Policy',
  fix: "Send a Content-Security-Policy header with every page, starting from default-src 'self'; report-only does not protect.",
};

const NO_SCRIPT_SOURCES: Problem = {
  variant: 'no-script-src',
  severity: 5.4,
  cwe: 693,
  title: 'The Content-Security-Policy limits no scripts',
  fix: "Add default-src 'self', or a script-src.",
};

const UNSAFE_INLINE: Problem = {
  variant: 'unsafe-inline',
  severity: 6.1,
  cwe: 79,
  title: "The Content-Security-Policy allows inline scripts ('unsafe-inline')",
  fix: "Give inline scripts a nonce or a hash and remove 'unsafe-inline' from script-src.",
};

const UNSAFE_EVAL: Problem = {
  variant: 'unsafe-eval',
  severity: 5,
  cwe: 95,
  title: "The Content-Security-Policy allows eval ('unsafe-eval')",
  fix: "Remove 'unsafe-eval' from script-src; replace what needs it.",
};

const WILDCARD: Problem = {
  variant: 'wildcard',
  severity: 5.8,
  cwe: 693,
  title: 'The Content-Security-Policy allows scripts from any host',
  fix: 'Name the hosts that scripts come from, or use nonces with strict-dynamic.',
};

const KNOWN_BYPASS: Problem = {
  variant: 'known-bypass',
  severity: 5.8,
  cwe: 693,
  title:
    'The Content-Security-Policy allows scripts from a host that is known to run anybody’s (JSONP, AngularJS)',
  fix: 'Name the scripts by their full path, serve them yourself, or use nonces with strict-dynamic.',
};

const UNSAFE_INLINE_STYLE: Problem = {
  variant: 'unsafe-inline-style',
  severity: 2.6,
  cwe: 693,
  title: "The Content-Security-Policy allows inline styles ('unsafe-inline')",
  fix: "Move styles into files, or give them a nonce or a hash, and remove 'unsafe-inline' from style-src.",
};

const ALL = [NO_SCRIPT_SOURCES, UNSAFE_INLINE, UNSAFE_EVAL, WILDCARD, KNOWN_BYPASS, UNSAFE_INLINE_STYLE];
const ANY_HOST = /^(\*|https?:|data:|blob:|(https?:\/\/)?\*(:[\d*]+)?\/?)$/;

const isTrusted = (sources: readonly string[]) =>
  sources.some((source) => /^'(nonce-|sha(256|384|512)-)/.test(source));

/** Browsers ignore 'unsafe-inline' beside a nonce or hash, and hosts beside 'strict-dynamic'. */
function problemsOf(policy: Policy): readonly Problem[] {
  const scripts = policy.get('script-src') ?? policy.get('default-src');
  const styles = policy.get('style-src') ?? policy.get('default-src') ?? [];
  const found: Problem[] = [];
  if (scripts === undefined) return [NO_SCRIPT_SOURCES];
  const dynamic = scripts.includes("'strict-dynamic'");
  if (scripts.includes("'unsafe-inline'") && !isTrusted(scripts) && !dynamic) found.push(UNSAFE_INLINE);
  if (scripts.includes("'unsafe-eval'")) found.push(UNSAFE_EVAL);
  if (scripts.some((source) => ANY_HOST.test(source)) && !dynamic) found.push(WILDCARD);
  if (!dynamic && allowsKnownBypass(scripts)) found.push(KNOWN_BYPASS);
  if (styles.includes("'unsafe-inline'") && !isTrusted(styles)) found.push(UNSAFE_INLINE_STYLE);
  return found;
}

export default defineRule({
  name: 'csp',
  proves: ['SEC-08/csp'],
  needs: 'an HTML page',
  applies: isPage,
  problems(exchange) {
    const each = pagePolicies(exchange).map(problemsOf);
    if (each.length === 0) return [MISSING];
    // All policies must allow something for it to happen.
    return ALL.filter((problem) => each.every((problems) => problems.includes(problem)));
  },
});
