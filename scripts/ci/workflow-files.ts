import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT_SETUP, SETUP_ACTION, githubWorkflow, type Setting, type Variable } from './github.ts';
import { gitlabPipeline } from './gitlab.ts';
import type { Job } from './jobs.ts';
import { WORKFLOWS, type Workflow } from './workflows.ts';
import { toYaml } from './yaml.ts';

const WRITTEN = 'Written by `npm run workflows` from scripts/ci: change it there.';

/** Every file of CI that is written, and its text: relative to the checkout. */
export function workflowFiles(root: string): ReadonlyMap<string, string> {
  const setting: Setting = {
    launcher: './harness',
    setUp: [{ uses: './.github/actions/setup' }],
    variables: ({ environment }: Job) => (environment === undefined ? [] : variablesOf(root, environment)),
  };
  return new Map([
    ...WORKFLOWS.map(
      (workflow) =>
        [
          `.github/workflows/${workflow.name}.yml`,
          toYaml(WRITTEN, githubWorkflow(workflow, setting)),
        ] as const,
    ),
    ['.github/actions/setup/action.yml', toYaml(WRITTEN, SETUP_ACTION)],
    ['.github/actionlint.yaml', toYaml(WRITTEN, { 'self-hosted-runner': { labels: ['staging', 'prod'] } })],
    ['docs/gitlab-ci.yml', toYaml(WRITTEN, gitlabPipeline(WORKFLOWS))],
  ]);
}

/** As the example file of an environment names them, each below what it is for. */
function variablesOf(root: string, environment: string): readonly Variable[] {
  const text = readFileSync(join(root, `.env.${environment}.example`), 'utf8');
  return [...text.matchAll(/^#(.*)\n((?:[A-Z]\w*=\n?)+)/gm)].flatMap(([, said = '', names = '']) =>
    names
      .trim()
      .split('\n')
      .map((line) => ({ name: line.replace(/=.*/, ''), secret: said.endsWith(', a secret') })),
  );
}

/** Those that are not what they should be, and what they should be; undefined where one should not be there. */
export function staleWorkflows(root: string): readonly (readonly [file: string, text: string | undefined])[] {
  const wanted = workflowFiles(root);
  const present = globSync('.github/{workflows,actions/*}/*.{yml,yaml}', { cwd: root });
  return [...new Set([...wanted.keys(), ...present])]
    .sort()
    .filter((file) => wanted.get(file) !== textOf(join(root, file)))
    .map((file) => [file, wanted.get(file)]);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

export function writeWorkflows(root: string): readonly string[] {
  return staleWorkflows(root).map(([file, text]) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    if (text === undefined) rmSync(join(root, file));
    else writeFileSync(join(root, file), text);
    return `${text === undefined ? 'removed' : 'wrote'} ${file}`;
  });
}

/** Of a project that `init` writes. */
export const PROJECT_WORKFLOW: Workflow = {
  name: 'release-harness',
  triggers: [{ on: 'change' }, { on: 'merge' }],
  jobs: [{ name: 'smoke' }],
};

export function projectWorkflowText(): string {
  return toYaml(
    'As `harness init` wrote it: what each job does, `npx harness ci` says and runs.',
    githubWorkflow(PROJECT_WORKFLOW, {
      launcher: 'npx harness',
      setUp: PROJECT_SETUP,
      variables: () => [{ name: 'LOCAL_WEB_URL', secret: false }],
    }),
  );
}
