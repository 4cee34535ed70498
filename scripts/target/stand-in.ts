import { mentionedIn, type Environment } from '../../kernel/environment.ts';
import type { RunningTarget, Tenant } from '../../kernel/target.ts';
import { neighbourIn } from '../../kernel/variables.ts';

/** What `.env.<environment>` holds so that a target which was started apart stands in for that environment. */
export interface StandIn {
  readonly text: string;
  /** Variables of the environment that such a target has nothing for. */
  readonly left: readonly string[];
}

/** Every variable that the environment refers to, with what it is here. */
export async function standInFor(
  environment: Environment,
  target: RunningTarget,
  signal: AbortSignal,
): Promise<StandIn> {
  const values = flat(await valuesOf(environment, target, signal));
  const mentioned = mentionedIn(environment).flatMap(({ where, reference }) =>
    'variable' in reference ? [{ name: reference.variable, value: values.get(where) }] : [],
  );
  const known = new Map(mentioned.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  const lines = [...known].map(([name, value]) => `${name}='${value}'`);
  return {
    text: [...lines, `TARGET_VERSION='${target.version}'`, ''].join('\n'),
    left: [...new Set(mentioned.map(({ name }) => name))].filter((name) => !known.has(name)),
  };
}

/** In the shape of an environment. */
async function valuesOf(
  { scrape, ingest }: Environment,
  target: RunningTarget,
  signal: AbortSignal,
): Promise<object> {
  const neighbour = neighbourIn(target.tenants);
  const [own, ...further] = target.tenants.filter((tenant) => tenant !== neighbour);
  const { collector, webhooks } = target.urls;
  return {
    urls: target.urls,
    tenant: own?.name,
    accounts: own?.accounts,
    tenants: JSON.stringify(further),
    neighbour: neighbour && { tenant: neighbour.name, accounts: neighbour.accounts },
    collector: { url: collector, webhooks },
    links: linksIn(target),
    scrape: scrape.map(({ name }) => target.metrics?.find((one) => one.name === name)),
    ingest: ingest && (await ingestOf(target, own, signal)),
    source: target.source,
    queue: target.queueUrl,
    tokenKey: target.tokenKey,
    database: target.database,
  };
}

function linksIn({ links }: RunningTarget): object {
  return { control: Object.values(links)[0]?.control, each: links };
}

async function ingestOf({ ingest }: RunningTarget, own: Tenant | undefined, signal: AbortSignal) {
  if (ingest === undefined || own === undefined) return undefined;
  return { url: ingest.url, token: await ingest.token(own, signal) };
}

/** Texts by where they stand, as `mentionedIn` says it. */
function flat(value: unknown, where = ''): ReadonlyMap<string, string> {
  if (typeof value === 'string') return new Map([[where, value]]);
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [
      ...flat(inner, where === '' ? name : `${where}.${name}`),
    ]),
  );
}
