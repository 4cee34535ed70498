import { join } from 'node:path';
import { linkLatest } from '../../../evidence/latest.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { writeMutationReport } from '../../../reports/detection/mutants/mutation-page.ts';
import { detectedCatalogue } from '../detected-catalogue.ts';
import type { Mutation } from '../../../reports/detection/mutants/mutation.ts';
import { MUTATION_REPORTS } from '../../session/places.ts';

/** Writes `mutants.json` and `index.html`, and points `latest` at those of a sample that was tried whole. Tells what failed. */
export async function writeMutation(
  mutation: Mutation,
  reports = MUTATION_REPORTS,
): Promise<{ report: string; failures: readonly string[] }> {
  const folder = join(reports, mutation.id);
  const failures: string[] = [];
  try {
    await writeMutationReport({ mutation, folder, catalogue: await detectedCatalogue() });
    if (mutation.complete) linkLatest(reports, mutation.id);
  } catch (error) {
    failures.push(`the report could not be built: ${messageOf(error)}`);
  }
  return { report: join(folder, 'index.html'), failures };
}
