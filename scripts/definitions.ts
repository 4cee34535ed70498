import { knownReferences } from '../fixtures/requirements/requirements.ts';
import { loadDefinitions, type Definitions } from '../kernel/definitions.ts';
import { PUBLISHER } from '../kernel/publisher.ts';
import { REPORT } from '../reports/report.ts';
import { RULE } from '../security/rules/rule.ts';
import { COMMAND } from './command.ts';
import { ROOT } from './root.ts';

/** Everything that the checkout defines. One ConfigError lists the problems of all files, before anything starts. */
export function loadAll(root = ROOT): Promise<Definitions> {
  return loadDefinitions(root, knownReferences(), [REPORT, RULE, PUBLISHER, COMMAND]);
}
