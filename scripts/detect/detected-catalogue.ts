import { requirementsAbout } from '../../fixtures/requirements/requirements.ts';
import type { HarnessConfig } from '../../kernel/config.ts';
import { HERE, type Roots } from '../../kernel/project.ts';
import type { Requirements } from '../../kernel/requirement.ts';
import { loadConfig } from '../finish/config.ts';

/** What pages of a detection list: of what came with the harness, what the project's stages demand, and what its defects break. */
export async function detectedCatalogue(broken: readonly string[] = []): Promise<Requirements> {
  return catalogueOf(await loadConfig(), broken);
}

export function catalogueOf(
  { stages, otherwise }: Pick<HarnessConfig, 'stages' | 'otherwise'>,
  broken: readonly string[],
  roots: Roots = HERE,
): Requirements {
  const policies = [otherwise, ...Object.values(stages)];
  return requirementsAbout([...policies.flatMap(({ mustProve }) => mustProve), ...broken], roots);
}
