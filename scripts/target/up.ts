import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createFinder } from '../../fixtures/tools/finder.ts';
import { knownReferences } from '../../fixtures/requirements/requirements.ts';
import type { Definitions } from '../../kernel/definitions.ts';
import type { Environment } from '../../kernel/environment.ts';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import { tryLock, type Lock } from '../../kernel/lock.ts';
import { environmentNamed } from '../../kernel/plan.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { RunningTarget } from '../../kernel/target.ts';
import { environmentVariables, variablesFor } from '../../kernel/variables.ts';
import { chooseEnvironment } from '../session/choose-environment.ts';
import { ownerOf, writeOwner } from '../session/owner.ts';
import { loadAll } from '../definitions.ts';
import { ROOT, STATE } from '../root.ts';
import { chooseDefects, loadCatalogue } from '../detect/catalogue.ts';
import { withDefect } from '../detect/planted-target.ts';
import { knownTools } from '../tools/known-tools.ts';
import { ensureTools } from '../tools/ensure-tools.ts';
import { openStanding } from '../session/standing.ts';
import { checkTemporaryFolder } from '../session/work-folder.ts';
import { healFolder } from '../heal/heal-folder.ts';
import { letGo } from './let-go.ts';
import { standInFor } from './stand-in.ts';
import { TARGET_ENV, TARGET_STATE } from '../session/target-state.ts';

/**
 * Keeps the environment's target up, on its usual ports where they are free, until this process is told to stop; with planted
 * defects, if any are named. `standsInFor`: environments whose `.env.<name>` is written, so that `--env <name>` tests this target.
 */
export async function targetUp(
  environmentName: string,
  defects: readonly string[] = [],
  standsInFor: readonly string[] = [],
): Promise<void> {
  const ids = knownReferences();
  const definitions = await loadAll();
  const environment = chooseEnvironment(definitions, environmentName);
  const target = definitions.targets.find((found) => found.value.name === environment.target)?.value;
  if (target === undefined)
    throw new ConfigError(`environment ${environment.name}: no target ${environment.target}`);
  const standIns = [...new Set(standsInFor)].map((name) => standInNamed(definitions, name, environment));
  const chosen = await planted(defects, environment.target, ids);
  await target.check?.(environment);
  checkTemporaryFolder();
  const lock = await claimState();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  const standing = await openStanding(TARGET_STATE, `target-${process.pid}`);
  const { id, scope, work } = standing;
  try {
    // Only now: one that a killed one left was put back when the state was claimed.
    const others = standIns.map(freeStandIn);
    const finder = createFinder();
    await ensureTools(
      await knownTools(),
      finder,
      ({ onDemand }) => onDemand !== true,
      console.error,
      stop.signal,
    );
    await scope.undo({ kind: 'remove', path: TARGET_ENV });
    const running = await chosen.reduce(withDefect, target).start({
      run: id,
      environment,
      work: join(work, 'target'),
      scope,
      tools: finder,
      signal: stop.signal,
      secret: (value) => value,
      log: (line) => console.log(line),
      ports: 'usual',
    });
    writeBinding(running, environment);
    for (const other of others) await writeStandIn(other, running, scope, stop.signal);
    console.log(`\n${sayTarget(running)}${sayPlanted(chosen)}`);
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
    console.log('stopping');
  } finally {
    letGo(TARGET_STATE, await standing.close());
    lock.release();
  }
}

/** Loads the catalogue only where somebody asks for it: it is of no use to a target that has none. */
async function planted(ids: readonly string[], target: string, requirements: ReadonlySet<string>) {
  if (ids.length === 0) return [];
  const catalogue = await loadCatalogue({ root: ROOT, target, requirements });
  const chosen = chooseDefects(catalogue, ids);
  const edits = chosen.filter(({ part }) => part === 'source').map(({ id }) => id);
  if (edits.length > 0)
    throw new ConfigError(
      `--defect: ${edits.join(', ')}: of the target's source, which is started from here as it is; ./harness detect plants it in a copy`,
    );
  return chosen.map(({ id }) => id);
}

function sayPlanted(ids: readonly string[]): string {
  return ids.length === 0
    ? ''
    : `\nSpoilt on purpose: ${ids.join(', ')}. Nothing that runs against it says a thing of the product.`;
}

/** One at a time: a live one is an error, a dead one is put back first. */
async function claimState(): Promise<Lock> {
  const lock = await tryLock(join(STATE, 'target.up.lock'));
  if (lock === undefined)
    throw new ConfigError(
      `a target is up already, kept by process ${ownerOf(TARGET_STATE) ?? '(just begun)'}; stop it with ./harness target down`,
    );
  letGo(TARGET_STATE, (await healFolder(TARGET_STATE)).failures);
  mkdirSync(TARGET_STATE, { recursive: true, mode: 0o700 });
  writeOwner(TARGET_STATE);
  return lock;
}

function writeBinding(target: RunningTarget, environment: Environment): void {
  const [tenant] = target.tenants;
  if (tenant === undefined) throw new InfraError(`target ${target.name} has no tenant to log in to`);
  const variables = { ...variablesFor(target, tenant), ...environmentVariables(environment) };
  const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'`);
  writeFileSync(TARGET_ENV, `${lines.join('\n')}\n`, { mode: 0o600 });
}

/** An environment of this target does not ask where one runs already: it would start another beside it. */
function standInNamed(definitions: Definitions, name: string, { target }: Environment): Environment {
  const environment = environmentNamed(definitions, name);
  if (environment.target !== target) return environment;
  throw new ConfigError({
    what: `--stand-in ${name}: that environment is of target ${target} itself, so nothing can stand in for it.`,
    fix: 'name one of a system that runs already, such as staging',
  });
}

interface Other {
  readonly environment: Environment;
  readonly file: string;
}

/** Somebody's own file is not overwritten, nor removed where it was put in the place of ours. */
function freeStandIn(environment: Environment): Other {
  const file = join(ROOT, `.env.${environment.name}`);
  if (existsSync(file))
    throw new ConfigError({
      what: `--stand-in ${environment.name}: ${file} is there already.`,
      fix: 'move it away',
    });
  return { environment, file };
}

async function writeStandIn(
  { environment, file }: Other,
  target: RunningTarget,
  scope: Scope,
  signal: AbortSignal,
): Promise<void> {
  const { text, left } = await standInFor(environment, target, signal);
  const sha256 = createHash('sha256').update(text).digest('hex');
  await scope.undo({ kind: 'remove', path: file, sha256 });
  writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  const without = left.length === 0 ? '' : `, without ${left.join(', ')}`;
  console.log(`stands in for ${environment.name}: .env.${environment.name} says where it is${without}`);
}

function sayTarget(target: RunningTarget): string {
  const urls = Object.entries(target.urls).map(([role, url]) => `  ${role}  ${url}`);
  return [
    `target ${target.name} ${target.version} is up`,
    ...urls,
    '  credentials and URLs for bare tools: .harness/target.env',
    '  npx playwright test',
    '  npx vitest run --config contract/vitest.config.ts',
    '  set -a; . .harness/target.env; set +a; k6 run load/suites/smoke/smoke.k6.ts',
    'Ctrl-C stops it.',
  ].join('\n');
}
