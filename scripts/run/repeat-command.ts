import { basename, dirname, join } from 'node:path';
import type { Plan } from '../../kernel/plan.ts';
import { nearestProject, PRODUCT, PROJECT } from '../../kernel/project.ts';
import { quote } from '../terminal/quote.ts';
import type { RunOptions } from './run-request.ts';

/** The command line that repeats a run. */
export function repeatCommand(names: readonly string[], options: Partial<RunOptions>): string {
  const words = [
    ...names,
    ...(options.stage ? ['--stage', options.stage] : []),
    ...(options.tag ?? []).flatMap((tag) => ['--tag', tag]),
    ...(options.grep ? ['--grep', options.grep] : []),
    ...(options.shard && options.shards
      ? ['--shard', options.shard, '--shards', options.shards]
      : where(options)),
    ...(options.phase ? ['--phase', options.phase] : []),
    ...(options.engine ? ['--engine', options.engine] : []),
    ...(options.profile ? ['--profile', options.profile] : []),
    ...(options.timeScale ? ['--time-scale', options.timeScale] : []),
    ...(options.rateScale ? ['--rate-scale', options.rateScale] : []),
    ...(options.workers ? ['--workers', options.workers] : []),
    ...(options.timeout ? ['--timeout', options.timeout] : []),
  ];
  return [launcher(), 'run', ...words.map(quote)].join(' ');
}

/** As it can be typed where the user is. */
export function launcher(): string {
  const isPackage = basename(dirname(PRODUCT)) === 'node_modules';
  const program = isPackage
    ? 'npx harness'
    : process.cwd() === PRODUCT
      ? './harness'
      : quote(join(PRODUCT, 'harness'));
  const found = nearestProject(process.cwd()) ?? PRODUCT;
  return found === PROJECT ? program : `${program} --project ${quote(PROJECT)}`;
}

function where({ env, baseUrl }: Partial<RunOptions>): readonly string[] {
  return baseUrl === undefined ? ['--env', env ?? 'local'] : ['--base-url', baseUrl];
}

/** The command line that runs just one suite of a run again. */
export function rerunCommand(suite: string, plan: Plan, options: RunOptions): string {
  const planned = plan.planned.find((one) => one.suite.name === suite);
  const name = planned?.adHoc ? planned.file : suite;
  const { shard, shards: _, ...others } = options;
  const place = shard === undefined ? {} : { env: plan.environment.name };
  return repeatCommand([name], { ...others, ...place, stage: undefined, tag: [] });
}
