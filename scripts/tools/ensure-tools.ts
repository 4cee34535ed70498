import { saidBy } from '../../kernel/errors.ts';
import type { FoundTool, Tool, ToolFinder } from '../../kernel/tool.ts';
import type { Sentence } from '../../kernel/sentence.ts';

export interface EnsuredTool {
  readonly tool: Tool;
  readonly found: FoundTool | undefined;
  /** Where it was looked for, what was tried, and the fix; undefined when it was found. */
  readonly missing: Sentence | undefined;
}

/**
 * Finds each tool, and installs those that are missing, one after another, for most builds use every core. A tool that cannot
 * be had is not an error here: whoever needs it says so.
 */
export async function ensureTools(
  tools: readonly Tool[],
  finder: ToolFinder,
  install: boolean | ((tool: Tool) => boolean),
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<readonly EnsuredTool[]> {
  // All are asked at once: the finder knows their answers from then on.
  await Promise.all(tools.map((tool) => finder.find(tool)));
  const ensured: EnsuredTool[] = [];
  for (const tool of tools) {
    const may = typeof install === 'boolean' ? install : install(tool);
    ensured.push(await ensure(tool, finder, may, log, signal));
  }
  return ensured;
}

async function ensure(
  tool: Tool,
  finder: ToolFinder,
  install: boolean,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<EnsuredTool> {
  const found = await finder.find(tool);
  if (!('missing' in found)) return { tool, found, missing: undefined };
  // What a variable names is what the user wants, or a mistake: nothing takes its place.
  const isNamed = (process.env[tool.variable] ?? '') !== '';
  if (!install || isNamed) return { tool, found: undefined, missing: found.missing };
  try {
    log(`${tool.name} is missing: installing it`);
    const { installTool } = await import('../../fixtures/tools/install.ts');
    return { tool, found: await installTool(tool, log, signal), missing: undefined };
  } catch (error) {
    return { tool, found: undefined, missing: saidBy(error) };
  }
}
