import { createRequire } from 'node:module';
import type * as checks from 'csp_evaluator/dist/checks/security_checks.js';
import type * as csp from 'csp_evaluator/dist/csp.js';
import type * as finding from 'csp_evaluator/dist/finding.js';

/** Rules are loaded by every run, and this by those that look at a policy. */
const load = createRequire(import.meta.url);

/** The parts of csp_evaluator that know hosts. */
function evaluator() {
  return {
    ...(load('csp_evaluator/dist/checks/security_checks.js') as typeof checks),
    ...(load('csp_evaluator/dist/csp.js') as typeof csp),
    ...(load('csp_evaluator/dist/finding.js') as typeof finding),
  };
}

/** Whether one of the hosts that scripts may come from is known to serve what lets anybody run any script. */
export function allowsKnownBypass(scripts: readonly string[]): boolean {
  return scripts.some((source) => isKnown(source, scripts));
}

/** Some are known only beside the words of the whole list. It throws over an address that is none. */
function isKnown(source: string, scripts: readonly string[]): boolean {
  const { checkScriptAllowlistBypass, Csp, Severity } = evaluator();
  const words = scripts.filter((one) => one.startsWith("'"));
  try {
    const found = checkScriptAllowlistBypass(new Csp({ 'script-src': [source, ...words] }));
    return found.some(({ severity, value }) => severity === Severity.HIGH && value === source);
  } catch {
    return false;
  }
}
