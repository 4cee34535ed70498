import { discover } from '../../kernel/discover.ts';
import { HERE, type Roots } from '../../kernel/project.ts';
import { RULE, type Rule } from './rule.ts';

/** Every `*.rule.ts` of harness and project, by name. A rule is added by adding its file. One ConfigError names all that are malformed. */
export async function allRules(roots: Roots = HERE): Promise<readonly Rule[]> {
  const found = await discover(RULE, roots);
  return found.map(({ value }) => value).sort((a, b) => (a.name < b.name ? -1 : 1));
}
