import { join } from 'node:path';

export interface NextSteps {
  readonly folder: string;
  readonly name: string;
  readonly secret: string;
  readonly claim: string;
  /** The variables that the Secret must hold. */
  readonly keys: readonly string[];
  readonly parallelism: number;
  /** Those of the target that are written as they are. */
  readonly urls: readonly string[];
}

/** What to type, from here to a verdict. No secret stands in a command: its values come from this shell's variables. */
export function nextSteps(steps: NextSteps): string {
  const { folder, name, secret, claim, keys, parallelism, urls } = steps;
  const near = urls.filter((url) => /^https?:\/\/(localhost|127\.|\[::1\])/.test(url));
  return [
    `${folder}: manifests.json for k6-operator, and export.json to import with`,
    ...near.map((url) => `  warning: ${url} is each pod itself, wherever it runs`),
    '',
    ...secretSteps(secret, keys),
    `PersistentVolumeClaim ${claim} must exist, writable from the nodes of all ${parallelism} runners.`,
    `  kubectl apply -f ${join(folder, 'manifests.json')}`,
    `  kubectl wait --for=jsonpath='{.status.stage}'=finished testrun/${name} --timeout=24h`,
    `Copy ${name}-*.csv.gz and ${name}-*.log.ndjson from the claim to this machine, then`,
    `  ./harness load import <folder> --export ${join(folder, 'export.json')}`,
  ].join('\n');
}

function secretSteps(secret: string, keys: readonly string[]): readonly string[] {
  if (keys.length === 0) return [];
  return [
    `Secret ${secret} must hold ${keys.join(', ')}. With these variables set:`,
    `  kubectl create secret generic ${secret} --from-env-file=<(env | grep -E '^(${keys.join('|')})=')`,
  ];
}
