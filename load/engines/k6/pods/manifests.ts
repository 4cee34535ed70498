import type { Hold } from '../hosts/hold.ts';
import { CSV_ENV, LOAD_FLAGS, SILENT_ENV } from '../process/k6-process.ts';
import { systemTagArgs } from '../process/system-tags.ts';
import { EXPORT_TAG } from './export-record.ts';
import type { PodVariable } from './pod-environment.ts';

/** Where k6-operator mounts the ConfigMap, and where we mount the volume for results. */
const SCRIPT_FOLDER = '/test';
const RESULTS_FOLDER = '/results';
const PROFILE_FILE = 'profile.json';
/** The user of k6's own image, who must be able to write results. */
const K6_USER = 12_345;

export interface PodsRequest {
  readonly id: string;
  /** The name of everything that is made; a DNS label of at most 40 characters. */
  readonly name: string;
  readonly parallelism: number;
  readonly image: string;
  readonly script: { readonly file: string; readonly text: string };
  /** The options file; undefined where the script shapes its load itself. */
  readonly profile: object | undefined;
  /** The system tags that the script asks for. */
  readonly systemTags: readonly string[];
  readonly variables: readonly PodVariable[];
  /** What keeps k6 from other hosts than the target's; undefined where nobody knows these here. */
  readonly hold: Hold | undefined;
  /** The Secret with what variables only refer to. */
  readonly secret: string;
  /** The PersistentVolumeClaim that results are written to. */
  readonly claim: string;
  /** One runner a node. */
  readonly separate: boolean;
}

/** A ConfigMap and a TestRun of k6-operator, as one List: JSON, which `kubectl apply -f` takes like YAML. */
export function manifests(request: PodsRequest): object {
  return { apiVersion: 'v1', kind: 'List', items: [configMap(request), testRun(request)] };
}

function configMap({ name, script, profile }: PodsRequest) {
  const options = profile === undefined ? {} : { [PROFILE_FILE]: JSON.stringify(profile, undefined, 2) };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: { [script.file]: script.text, ...options },
  };
}

function testRun(request: PodsRequest) {
  const { name, parallelism, script, image, claim, separate } = request;
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name },
    spec: {
      parallelism,
      separate,
      script: { configMap: { name, file: script.file } },
      arguments: argumentsOf(request),
      // Says nothing of its own: neither samples nor a log that could be taken for a runner's.
      initializer: { image, env: plainVariables(request) },
      runner: {
        image,
        env: [...plainVariables(request), ...written(request.hold?.env ?? {}), ...resultVariables()],
        securityContext: { fsGroup: K6_USER },
        volumes: [{ name: 'results', persistentVolumeClaim: { claimName: claim } }],
        volumeMounts: [{ name: 'results', mountPath: RESULTS_FOLDER }],
      },
    },
  };
}

/** The operator splits them at blanks, and gives them to `k6 archive` too, through a shell: no blanks and no `$` within. */
function argumentsOf({ id, profile, systemTags, hold }: PodsRequest): string {
  const shape = profile === undefined ? [] : ['--config', `${SCRIPT_FOLDER}/${PROFILE_FILE}`];
  const tags = systemTagArgs(systemTags);
  const held = hold?.args ?? [];
  return [...LOAD_FLAGS, ...tags, '--out', 'csv', ...shape, ...held, '--tag', `${EXPORT_TAG}=${id}`].join(
    ' ',
  );
}

/** `$(…)` in a value means another variable to Kubernetes, and `$$(…)` itself. */
function plainVariables({ variables, secret }: PodsRequest): readonly object[] {
  return variables.map((one) =>
    'key' in one
      ? { name: one.name, valueFrom: { secretKeyRef: { name: secret, key: one.key } } }
      : { name: one.name, value: one.value.replaceAll('$(', '$$$$(') },
  );
}

/** The pod's name stands first: Kubernetes resolves `$(…)` from what stands before it. k6 gzips what ends in `.gz`. */
function resultVariables(): readonly object[] {
  const file = `${RESULTS_FOLDER}/$(POD_NAME)`;
  const values = {
    ...SILENT_ENV,
    ...CSV_ENV,
    K6_CSV_FILENAME: `${file}.csv.gz`,
    K6_LOG_FORMAT: 'json',
    K6_LOG_OUTPUT: `file=${file}.log.ndjson`,
  };
  return [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }, ...written(values)];
}

function written(values: Readonly<Record<string, string>>): readonly object[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
