import { z } from 'zod';
import { saidBy } from '../../../kernel/errors.ts';
import { within, type Said } from '../../../kernel/sentence.ts';
import { findFault } from './find-fault.ts';
import type { PlannedFault } from './options.ts';

/** A fault of that name with its own options checked; undefined where there is a problem. */
export function chooseFault(
  { fault: name, options }: { readonly fault: string; readonly options?: unknown },
  where: string,
  problems: Said[],
): Pick<PlannedFault, 'fault' | 'options'> | undefined {
  const fault = findFault(name);
  if ('unknown' in fault) {
    problems.push(`${where}.fault: ${fault.unknown}`);
    return undefined;
  }
  try {
    return { fault, options: fault.parse(options ?? {}) };
  } catch (error) {
    problems.push(...sayProblems(`${where}.options`, error));
    return undefined;
  }
}

function sayProblems(where: string, error: unknown): readonly Said[] {
  if (!(error instanceof z.ZodError)) return [within(where, saidBy(error))];
  return error.issues.map(({ path, message }) => `${[where, ...path].map(String).join('.')}: ${message}`);
}
