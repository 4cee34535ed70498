import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KINDS } from '../../kernel/suite.ts';
import type { Tool } from '../../kernel/tool.ts';
import { ROOT } from '../root.ts';

/** Every program that an engine or a service may need: whatever a `*.tool.ts` exports. */
export async function knownTools(): Promise<readonly Tool[]> {
  const files = [...KINDS, 'fixtures']
    .flatMap((folder) => globSync(`${folder}/**/*.tool.ts`, { cwd: ROOT }))
    .sort();
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(join(ROOT, file)).href) as Promise<Record<string, unknown>>),
  );
  const tools = modules.flatMap((module) => Object.values(module)).filter(isTool);
  return [...new Map(tools.map((tool) => [tool.name, tool])).values()];
}

function isTool(value: unknown): value is Tool {
  return typeof value === 'object' && value !== null && 'recipes' in value && 'variable' in value;
}
