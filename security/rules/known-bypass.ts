import { checkScriptAllowlistBypass } from 'csp_evaluator/dist/checks/security_checks.js';
import { Csp } from 'csp_evaluator/dist/csp.js';
import { Severity } from 'csp_evaluator/dist/finding.js';

/** Whether one of the hosts that scripts may come from is known to serve what lets anybody run any script. */
export function allowsKnownBypass(scripts: readonly string[]): boolean {
  return scripts.some((source) => isKnown(source, scripts));
}

/** Some are known only beside the words of the whole list. It throws over an address that is none. */
function isKnown(source: string, scripts: readonly string[]): boolean {
  const words = scripts.filter((one) => one.startsWith("'"));
  try {
    const found = checkScriptAllowlistBypass(new Csp({ 'script-src': [source, ...words] }));
    return found.some(({ severity, value }) => severity === Severity.HIGH && value === source);
  } catch {
    return false;
  }
}
