import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Defect } from '../../kernel/defect.ts';
import { sayProblems } from '../../kernel/discover.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { defectsFolder } from './catalogue.ts';
import { nearTo } from '../../kernel/did-you-mean.ts';

/** Where the names of suites stand that a target's defects claim and that are still to come. */
export function plannedSuitesFile(target: string): string {
  return `${defectsFolder(target)}/planned-suites.json`;
}

const schema = z.array(z.string());

/** The suites that are still to come; none where the target has no such file. */
export function readPlannedSuites(root: string, target: string): readonly string[] {
  const file = plannedSuitesFile(target);
  if (!existsSync(join(root, file))) return [];
  try {
    return schema.parse(JSON.parse(readFileSync(join(root, file), 'utf8')));
  } catch (error) {
    throw new ConfigError(sayProblems(file, error));
  }
}

export interface Claims {
  readonly target: string;
  /** The whole catalogue, whatever was asked for: a suite that was renamed is told at once. */
  readonly catalogue: readonly Defect[];
  /** Every suite that there is. */
  readonly existing: readonly string[];
  /** Those that are still to come. */
  readonly planned: readonly string[];
}

/**
 * A sentence for each name that is neither a suite's nor planned, and for each that is planned in vain. Without it a suite that
 * was renamed would read as `no suite yet`, and all defects that claim it would leave the verdict in silence.
 */
export function problemsOfClaims(claims: Claims): readonly string[] {
  return [...unknownNames(claims), ...plannedInVain(claims)];
}

function unknownNames({ target, catalogue, existing, planned }: Claims): readonly string[] {
  return catalogue.flatMap(({ id, part, suites }) =>
    suites
      .filter((name) => !existing.includes(name) && !planned.includes(name))
      .map(
        (name) =>
          `${defectsFolder(target)}/${part}/${id}.defect.ts: suites: there is no "${name}"; near it: ${nearTo(name, existing).join(', ')}; one that is still to come is listed in ${plannedSuitesFile(target)}`,
      ),
  );
}

function plannedInVain({ target, catalogue, existing, planned }: Claims): readonly string[] {
  const file = plannedSuitesFile(target);
  const claimed = new Set(catalogue.flatMap(({ suites }) => suites));
  return planned.flatMap((name) => {
    if (existing.includes(name)) return [`${file}: "${name}" exists now; take it off the list`];
    return claimed.has(name) ? [] : [`${file}: no defect claims "${name}"; take it off the list`];
  });
}
