import { EXIT } from '../../kernel/errors.ts';
import { defineCommand } from '../command.ts';
import { say, type Sentence } from '../../kernel/sentence.ts';

export default defineCommand({
  name: 'doctor',
  description: 'each program that the suites need: where it was found and its version, or the exact fix',
  build(command) {
    command
      .option('--fix', 'install what is missing')
      .option('--json', 'print JSON')
      .action(async (options: { fix?: boolean; json?: boolean }) => {
        const { createFinder } = await import('../../fixtures/tools/finder.ts');
        const { ensureTools } = await import('../tools/ensure-tools.ts');
        const { knownTools } = await import('../tools/known-tools.ts');
        const log = (line: string) => console.error(line);
        const ensured = await ensureTools(
          await knownTools(),
          createFinder(),
          options.fix ?? false,
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
        else for (const { tool, found, missing } of ensured) console.log(sayTool(tool.name, found, missing));
        if (ensured.some(({ missing }) => missing !== undefined)) process.exitCode = EXIT.unknown;
      });
  },
});

function sayTool(
  name: string,
  found: { version: string; path: string; source: string } | undefined,
  missing?: Sentence,
) {
  if (found) return `✓ ${name} ${found.version}  ${found.path} (${found.source})`;
  return `✗ ${name}  ${missing ? say(missing) : ''}`;
}
