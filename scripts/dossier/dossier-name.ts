import type { Dossier } from '../../reports/dossier/dossier.ts';

/** `20261130_1000_staging_1.0.0`: when and of what, as a name of a folder. */
export function nameOf({ at, environment, target }: Dossier): string {
  const [day = '', time = ''] = at.replaceAll(/[-:]/g, '').split('T');
  return [day, time.slice(0, 4), environment.name, target.version]
    .map((one) => one.replaceAll(/[^\w.-]+/g, '-'))
    .join('_');
}
