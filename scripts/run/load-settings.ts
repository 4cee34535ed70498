import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../kernel/errors.ts';
import { loadSettingsSchema, type LoadSettings } from '../../kernel/load-settings.ts';
import { PRODUCT, PROJECT } from '../../kernel/project.ts';
import type { RunOptions } from './run-request.ts';

type Options = Pick<RunOptions, 'profile' | 'timeScale' | 'rateScale' | 'workers'>;

/** The load options of the command line. Throws one ConfigError with every problem. */
export function loadSettingsOf(options: Options): LoadSettings {
  const { profile, timeScale, rateScale, workers } = options;
  const problems: string[] = [
    ...unknownProfile(profile),
    ...notPositive('--time-scale', timeScale),
    ...notPositive('--rate-scale', rateScale),
    ...notSome('--workers', workers),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return loadSettingsSchema.parse({
    ...(profile !== undefined && { profile }),
    ...(timeScale !== undefined && { timeScale: Number(timeScale) }),
    ...(rateScale !== undefined && { rateScale: Number(rateScale) }),
    ...(workers !== undefined && { workers: Number(workers) }),
  });
}

/** Nothing was said of the load. */
export function isUsual(settings: LoadSettings): boolean {
  return Object.keys(settings).length === 1 && settings.workers === 1;
}

function unknownProfile(profile: string | undefined): readonly string[] {
  if (profile === undefined) return [];
  const known = profileNames();
  return known.includes(profile)
    ? []
    : [`--profile: got "${profile}"; load/profiles has ${known.join(', ')}`];
}

/** Profiles are files, `<name>.profile.json`, of the project and of the harness. */
function profileNames(): readonly string[] {
  const folders = [...new Set([PROJECT, PRODUCT])].map((root) => join(root, 'load/profiles'));
  const files = folders.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder));
  return [...new Set(files)].flatMap((file) => /^(.+)\.profile\.json$/.exec(file)?.[1] ?? []).sort();
}

function notPositive(option: string, said: string | undefined): readonly string[] {
  if (said === undefined || (Number.isFinite(Number(said)) && Number(said) > 0)) return [];
  return [`${option}: got "${said}"; a number above 0 is needed, such as 0.1`];
}

function notSome(option: string, said: string | undefined): readonly string[] {
  if (said === undefined || (/^\d+$/.test(said) && Number(said) >= 1 && Number(said) <= 64)) return [];
  return [`${option}: got "${said}"; a whole number of 1 to 64 is needed`];
}
