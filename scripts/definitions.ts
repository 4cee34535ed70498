import { knownReferences } from '../fixtures/requirements/requirements.ts';
import { loadDefinitions, type Definitions } from '../kernel/definitions.ts';
import { PUBLISHER } from '../kernel/publisher.ts';
import { REPORT } from '../reports/report.ts';
import { RULE } from '../security/rules/rule.ts';
import { COMMAND } from './command.ts';
import { HERE, type Roots } from '../kernel/project.ts';

/** Everything that project and harness define. One ConfigError lists the problems of all files, before anything starts. */
export function loadAll(roots: Roots = HERE): Promise<Definitions> {
  return loadDefinitions(roots, knownReferences(), [REPORT, RULE, PUBLISHER, COMMAND]);
}
