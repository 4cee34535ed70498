import type { SuiteRun } from '../../../../kernel/engine.ts';
import type { Scale } from '../../../../kernel/load-settings.ts';
import type { K6Options } from '../options.ts';
import { readProfile, type Profile } from './profile.ts';
import { scaled } from './scale.ts';

export interface ChosenProfile {
  readonly name: string;
  readonly scale: Scale;
  /** As it is run: scaled. */
  readonly profile: Profile;
}

/**
 * The profile that shapes a run: the suite's own, or for a plain script the command line's. Its scale: the command line's, else
 * the environment's for that profile, else 1. Undefined where the script shapes its load itself.
 */
export function chooseProfile({
  options,
  load,
  environment,
  adHoc,
}: Pick<SuiteRun<K6Options>, 'options' | 'load' | 'environment' | 'adHoc'>): ChosenProfile | undefined {
  const name = options.profile ?? (adHoc ? load.profile : undefined);
  if (name === undefined) return undefined;
  const here = environment.loadScale[name];
  const scale = { time: load.timeScale ?? here?.time ?? 1, rate: load.rateScale ?? here?.rate ?? 1 };
  return { name, scale, profile: scaled(readProfile(name), scale) };
}
