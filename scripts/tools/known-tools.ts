import { discover } from '../../kernel/discover.ts';
import { TOOL, type Tool } from '../../kernel/tool.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { HERE } from '../../kernel/project.ts';

/** Every program that an engine or a service may need. One ConfigError names all files that are malformed. */
export async function knownTools(): Promise<readonly Tool[]> {
  return (await discover(TOOL, HERE)).map(({ value }) => value);
}

/** Those of that name, or all where none is named. */
export async function toolsNamed(names: readonly string[]): Promise<readonly Tool[]> {
  const all = await knownTools();
  const unknown = names.filter((name) => !all.some((tool) => tool.name === name));
  if (unknown.length > 0)
    throw new ConfigError(
      unknown.map((name) => `doctor: got "${name}"; known: ${all.map((tool) => tool.name).join(', ')}`),
    );
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
