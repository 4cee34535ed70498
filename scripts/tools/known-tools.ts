import { discover } from '../../kernel/discover.ts';
import { TOOL, type Tool } from '../../kernel/tool.ts';
import { ROOT } from '../root.ts';

/** Every program that an engine or a service may need. One ConfigError names all files that are malformed. */
export async function knownTools(): Promise<readonly Tool[]> {
  return (await discover(TOOL, { root: ROOT })).map(({ value }) => value);
}
