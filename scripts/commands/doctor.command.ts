import { EXIT } from '../../kernel/errors.ts';
import { defineCommand } from '../command.ts';
import type { Tool } from '../../kernel/tool.ts';
import { say, type Sentence } from '../../kernel/sentence.ts';

export default defineCommand({
  name: 'doctor',
  description: 'each program that the suites need: where it was found and its version, or the exact fix',
  build(command) {
    command
      .argument('[tools...]', 'only these')
      .option('--fix', 'install what is missing; of what takes minutes, only what is named')
      .option('--json', 'print JSON')
      .option('--env <environment>', 'instead: what that environment says, and what of it is missing')
      .action(async (named: readonly string[], options: { fix?: boolean; json?: boolean; env?: string }) => {
        if (options.env !== undefined) return inspect(options.env, options.json ?? false);
        const { createFinder } = await import('../../fixtures/tools/finder.ts');
        const { ensureTools } = await import('../tools/ensure-tools.ts');
        const { toolsNamed } = await import('../tools/known-tools.ts');
        const log = (line: string) => console.error(line);
        const ensured = await ensureTools(
          await toolsNamed(named),
          createFinder(),
          ({ onDemand, name }) => options.fix === true && (onDemand !== true || named.includes(name)),
          log,
          new AbortController().signal,
        );
        if (options.json)
          console.log(
            JSON.stringify(
              ensured.map(({ tool, found, missing }) => ({
                name: tool.name,
                found,
                missing: missing && say(missing),
              })),
            ),
          );
        else for (const { tool, found, missing } of ensured) console.log(sayTool(tool, found, missing));
        if (
          ensured.some(
            ({ tool, missing }) =>
              missing !== undefined && (tool.onDemand !== true || named.includes(tool.name)),
          )
        )
          process.exitCode = EXIT.unknown;
      });
  },
});

function sayTool(
  { name, onDemand }: Tool,
  found: { version: string; path: string; source: string } | undefined,
  missing?: Sentence,
) {
  if (found) return `✓ ${name} ${found.version}  ${found.path} (${found.source})`;
  if (onDemand)
    return `- ${name}: installed by the first run whose suites need it, or by \`./harness doctor --fix ${name}\``;
  return `✗ ${name}  ${missing ? say(missing) : ''}`;
}

async function inspect(name: string, json: boolean): Promise<void> {
  const { loadAll } = await import('../definitions.ts');
  const { chooseEnvironment } = await import('../session/choose-environment.ts');
  const { inspectEnvironment } = await import('../session/inspect-environment.ts');
  const definitions = await loadAll();
  const environment = chooseEnvironment(definitions, name);
  const target = definitions.targets.find(({ value }) => value.name === environment.target)?.value;
  const inspected = inspectEnvironment(environment, target?.offers?.(environment) ?? {});
  if (json) console.log(JSON.stringify(inspected));
  else
    for (const { what, by, lack, without } of inspected) {
      if (lack !== undefined) console.log(`✗ ${what}: ${lack}`);
      else if (without !== undefined) console.log(`- ${what}: ${without}`);
      else console.log(`✓ ${what}${by === undefined ? '' : ` (${by})`}`);
    }
  if (inspected.some(({ lack }) => lack !== undefined)) process.exitCode = EXIT.unknown;
}
