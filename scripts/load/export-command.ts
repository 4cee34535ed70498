import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pkg from '../../package.json' with { type: 'json' };
import { createFinder } from '../../fixtures/tools/finder.ts';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import type { PlannedSuite } from '../../kernel/plan.ts';
import type { Export } from '../../load/engines/k6/pods/export-load.ts';
import k6Engine from '../../load/engines/k6/k6.engine.ts';
import k6 from '../../load/engines/k6/k6.tool.ts';
import { gitFacts } from '../run/facts.ts';
import { loadSettingsOf } from '../run/load-settings.ts';
import { preparePlan, type PreparedPlan } from '../run/prepare-plan.ts';
import { nextSteps } from './next-steps.ts';

export interface ExportOptions {
  readonly parallelism: string;
  readonly profile?: string;
  readonly timeScale?: string;
  readonly rateScale?: string;
  readonly env?: string;
  readonly baseUrl?: string;
  readonly out?: string;
  readonly image?: string;
  readonly secret?: string;
  readonly claim: string;
  readonly separate?: boolean;
}

/** `./harness load export`: writes `manifests.json` and `export.json` into a new folder, and says what to do with them. */
export async function exportCommand(what: string, options: ExportOptions): Promise<void> {
  const parallelism = parallelismOf(options.parallelism);
  const { profile, timeScale, rateScale, env, baseUrl } = options;
  const load = loadSettingsOf({
    ...(profile !== undefined && { profile }),
    ...(timeScale !== undefined && { timeScale }),
    ...(rateScale !== undefined && { rateScale }),
  });
  const where = { ...(env !== undefined && { env }), ...(baseUrl !== undefined && { baseUrl }) };
  const prepared = await preparePlan([what], { ...where, tag: [] });
  const planned = onlyLoadOf(prepared, what);
  const { environment } = prepared.plan;
  refuseOwnTarget(environment.urls, environment.name);
  const found = await createFinder().find(k6);
  if ('missing' in found) throw new InfraError(found.missing);
  const id = randomBytes(4).toString('hex');
  const name = podsName(planned.suite.name, id);
  const secret = options.secret ?? `harness-${environment.name}`;
  const commit = gitFacts()?.commit;
  const { exportLoad } = await import('../../load/engines/k6/pods/export-load.ts');
  const exported = await exportLoad({
    options: k6Engine.parse(planned.options, planned.folder),
    environment,
    load,
    adHoc: planned.adHoc,
    k6: found.path,
    name,
    image: options.image,
    secret,
    claim: options.claim,
    separate: options.separate ?? false,
    record: {
      id,
      exportedAt: new Date().toISOString(),
      harness: pkg.version,
      ...(commit !== undefined && { commit }),
      what: planned.adHoc ? resolve(what) : planned.suite.name,
      ...where,
      parallelism,
    },
  });
  const folder = options.out ?? name;
  write(folder, exported);
  const urls = Object.values(environment.urls).filter((url) => typeof url === 'string');
  console.log(
    nextSteps({ folder, name, secret, claim: options.claim, keys: exported.secretKeys, parallelism, urls }),
  );
}

function parallelismOf(said: string): number {
  if (/^\d+$/.test(said) && Number(said) >= 1 && Number(said) <= 64) return Number(said);
  throw new ConfigError(`--parallelism: got "${said}"; a whole number of 1 to 64 is needed`);
}

/** The one k6 suite that is meant. */
export function onlyLoadOf({ plan }: PreparedPlan, what: string): PlannedSuite {
  const [planned, ...more] = plan.planned;
  const names = plan.planned.map(({ suite }) => suite.name).join(', ');
  if (planned === undefined || more.length > 0)
    throw new ConfigError(`"${what}" means ${names || 'nothing'}; name one load suite, or one k6 script`);
  if (planned.engine.name === k6Engine.name) return planned;
  throw new ConfigError(`${planned.suite.name} runs in ${planned.engine.name}; only loads of k6 run in pods`);
}

function refuseOwnTarget(urls: object, environment: string): void {
  if (Object.keys(urls).length > 0) return;
  throw new ConfigError({
    what: `environment ${environment} starts its target on this machine, where no pod reaches it.`,
    fix: "name one with urls (--env), or a plain script's --base-url.",
  });
}

/** A DNS label that leaves room for the numbers that Kubernetes adds. */
function podsName(suite: string, id: string): string {
  const slug = suite
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 30)
    .replace(/-+$/, '');
  return `${slug}-${id}`;
}

function write(folder: string, { record, manifests }: Export): void {
  if (existsSync(folder)) throw new ConfigError(`--out: ${folder} exists already; name a new folder`);
  mkdirSync(folder, { recursive: true });
  const json = (name: string, content: object) =>
    writeFileSync(join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`);
  json('manifests.json', manifests);
  json('export.json', record);
}
