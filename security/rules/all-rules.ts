import { join } from 'node:path';
import { discover } from '../../kernel/discover.ts';
import { RULE, type Rule } from './rule.ts';

/** Every `*.rule.ts` of the checkout, by name. A rule is added by adding its file. One ConfigError names all that are malformed. */
export async function allRules(root = join(import.meta.dirname, '../..')): Promise<readonly Rule[]> {
  const found = await discover(RULE, { root });
  return found.map(({ value }) => value).sort((a, b) => (a.name < b.name ? -1 : 1));
}
