import { createRequire } from 'node:module';
import { z } from 'zod';
import type { LockedPackage } from '../../source/lockfile.ts';
import { readReviewed } from '../../source/reviewed.ts';

type Parsed =
  | { readonly license: string; readonly plus?: true; readonly exception?: string }
  | { readonly conjunction: 'and' | 'or'; readonly left: Parsed; readonly right: Parsed };

const require = createRequire(import.meta.url);

const licencesSchema = z.strictObject({
  allowed: z.array(z.string().min(1)).describe('SPDX identifiers.'),
  exceptions: z.array(
    z.strictObject({
      package: z.string().min(1),
      /** What the lockfile says; absent where it says nothing. */
      licence: z.string().optional(),
      reason: z.string().trim().min(1),
      reviewer: z.string().trim().min(1),
    }),
  ),
});
export type Licences = z.infer<typeof licencesSchema>;
export type Exception = Licences['exceptions'][number];

export function readLicences(file: string): Licences {
  return readReviewed(file, licencesSchema);
}

/** The SPDX expression that a package declares; undefined where it says nothing, or no expression. */
export function licenceOf({ license }: Pick<LockedPackage, 'license'>): string | undefined {
  return license !== undefined && parse(license) !== undefined ? license : undefined;
}

/** Whether one of the choices that an expression leaves is allowed; of an `AND` each part must be. */
export function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const parsed = parse(expression);
  return parsed !== undefined && holds(parsed, new Set(allowed));
}

function holds(parsed: Parsed, allowed: ReadonlySet<string>): boolean {
  if ('license' in parsed) return allowed.has(parsed.license);
  const [left, right] = [holds(parsed.left, allowed), holds(parsed.right, allowed)];
  return parsed.conjunction === 'or' ? left || right : left && right;
}

function parse(expression: string): Parsed | undefined {
  const read = require('spdx-expression-parse') as (text: string) => Parsed;
  try {
    return read(expression);
  } catch {
    return undefined;
  }
}
