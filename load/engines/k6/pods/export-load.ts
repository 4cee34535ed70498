import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../../../../kernel/environment.ts';
import { ConfigError, messageOf } from '../../../../kernel/errors.ts';
import type { LoadSettings } from '../../../../kernel/load-settings.ts';
import { VERSION } from '../k6.tool.ts';
import { hostOf } from '../hosts/allowed-hosts.ts';
import { type Hold, holdTo } from '../hosts/hold.ts';
import type { K6Options } from '../options.ts';
import { refuseOwnShape, REPLACES_SCENARIOS } from '../plan.ts';
import { type Inspection, parseInspection } from '../process/inspect.ts';
import { INSPECT_ARGS, SILENT_ENV } from '../process/k6-process.ts';
import { chooseProfile } from '../profile/choose.ts';
import { exportedScript, type ExportedScript } from './exported-script.ts';
import type { ExportRecord } from './export-record.ts';
import { manifests } from './manifests.ts';
import { podVariables, type PodVariable, secretKeys } from './pod-environment.ts';

export interface ExportRequest {
  readonly options: K6Options;
  readonly environment: Environment;
  readonly load: LoadSettings;
  /** True for a plain script. */
  readonly adHoc: boolean;
  /** The path of this machine's k6, which reads the script's options. */
  readonly k6: string;
  /** What the pods are called by; see `PodsRequest`. */
  readonly name: string;
  readonly image: string | undefined;
  readonly secret: string;
  readonly claim: string;
  readonly separate: boolean;
  /** What only the caller knows of the record. */
  readonly record: Pick<
    ExportRecord,
    'id' | 'exportedAt' | 'harness' | 'commit' | 'what' | 'env' | 'baseUrl' | 'parallelism'
  >;
}

export interface Export {
  readonly record: ExportRecord;
  readonly manifests: object;
  /** What the Secret must hold. */
  readonly secretKeys: readonly string[];
}

/** What k6-operator needs to run a load as `run` would. Throws a ConfigError for a script that cannot run in pods. */
export async function exportLoad(request: ExportRequest): Promise<Export> {
  const { options, environment, record, name, secret, claim, separate } = request;
  const script = await exportedScript(options.script);
  const image = imageFor(script, request.image);
  const variables = podVariables(environment, options.env);
  const chosen = chooseProfile(request);
  const inspection = await inspectAsPod(request.k6, script, variables);
  refuseShape(variables, chosen?.name, inspection);
  const { file, sha256 } = script;
  const { scenarios, thresholds } = inspection;
  const systemTags = inspection.systemTags ?? [];
  const shape = {
    ...(chosen && { chosen }),
    inspection: { scenarios, thresholds },
    script: { file, sha256 },
  };
  const { id, parallelism } = record;
  const profile = chosen?.profile;
  const hold = await holdOf(environment, inspection);
  const shown = { script, profile, systemTags, variables, hold };
  const pods = { id, name, parallelism, image, ...shown, secret, claim, separate };
  return {
    record: { format: 1, ...record, ...shape },
    manifests: manifests(pods),
    secretKeys: secretKeys(variables),
  };
}

/** As `allowedHosts` of a target that runs. Undefined where a URL is a reference, which is looked up nowhere here. */
async function holdOf(
  { urls, scrape, ingest }: Environment,
  { blacklistIPs, blockHostnames }: Inspection,
): Promise<Hold | undefined> {
  const all = [...Object.values(urls), ...scrape.map(({ url }) => url), ...(ingest ? [ingest.url] : [])];
  const written = all.filter((url) => typeof url === 'string');
  if (written.length < all.length || written.length === 0) return undefined;
  const hosts = [...new Set(written.flatMap((url) => hostOf(url) ?? []))];
  return holdTo(hosts, { addresses: blacklistIPs ?? [], names: blockHostnames ?? [] });
}

function imageFor({ extensions }: ExportedScript, image: string | undefined): string {
  if (image !== undefined) return image;
  if (extensions.length === 0) return `grafana/k6:${VERSION}`;
  throw new ConfigError({
    what: `the script imports ${extensions.join(', ')}, which k6's own image does not have.`,
    fix: 'build k6 into an image (load/engines/k6/build), and name it with --image.',
  });
}

function refuseShape(
  variables: readonly PodVariable[],
  profile: string | undefined,
  inspection: Inspection,
): void {
  const replacing = variables.filter(({ name }) => REPLACES_SCENARIOS.includes(name));
  if (replacing.length > 0)
    throw new ConfigError({
      what: `${replacing.map(({ name }) => name).join(', ')} would replace the scenarios.`,
      fix: 'unset it.',
    });
  if (profile !== undefined) refuseOwnShape({ name: profile }, inspection);
}

/** Stands in for what the Secret will hold: an option that a script makes of a secret must not stand in export.json. */
const SECRET = 'http://secret.invalid';

/** The options as a runner sees them: it gets none of this process's own variables. */
async function inspectAsPod(
  k6: string,
  script: ExportedScript,
  variables: readonly PodVariable[],
): Promise<Inspection> {
  const folder = mkdtempSync(join(tmpdir(), 'k6-export-'));
  const file = join(folder, script.file);
  writeFileSync(file, script.text);
  const values = variables.map((one) => [one.name, 'key' in one ? SECRET : one.value] as const);
  const env = { PATH: process.env['PATH'], HOME: folder, ...SILENT_ENV, ...Object.fromEntries(values) };
  try {
    const { stdout } = await promisify(execFile)(k6, [...INSPECT_ARGS, file], { cwd: folder, env });
    return parseInspection(stdout);
  } catch (error) {
    throw new ConfigError(`k6 cannot load the script as a pod would: ${messageOf(error)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
