import { uses } from './actions.ts';
import { JOBS, keptAt, type Job, type JobName, type Kept } from './jobs.ts';
import { REQUIRED, type Trigger, type Workflow } from './workflows.ts';

const DAYS_KEPT = 30;

/** A variable that an environment names, and whether its value is a secret. */
export interface Variable {
  readonly name: string;
  readonly secret: boolean;
}

/** What a repository does before each job, and how it calls the harness. */
export interface Setting {
  readonly launcher: './harness' | 'npx harness';
  /** Brings what engines need. */
  readonly setUp: readonly object[];
  /** What a job is given, by name. */
  readonly variables: (job: Job) => readonly Variable[];
}

/** A workflow of GitHub Actions, as an object. */
export function githubWorkflow(workflow: Workflow, setting: Setting): object {
  const jobs = workflow.jobs.map(({ name, after = [] }) => [
    name,
    githubJob(name, { after, setting, evidenceOf: evidenceOf(workflow) }),
  ]);
  return {
    name: workflow.name,
    on: Object.assign({}, ...workflow.triggers.map(githubTrigger)) as object,
    permissions: { contents: 'read' },
    concurrency: {
      group: `${workflow.name}-\${{ github.ref }}`,
      'cancel-in-progress': workflow.replaced ?? false,
    },
    jobs: { ...(Object.fromEntries(jobs) as object), [REQUIRED]: requiredJob(workflow, setting) },
  };
}

function githubTrigger(trigger: Trigger): object {
  switch (trigger.on) {
    case 'change':
      return { pull_request: {} };
    case 'merge':
      return { push: { branches: ['main'] } };
    case 'clock':
      return { schedule: [{ cron: trigger.cron }], workflow_dispatch: {} };
    case 'hand':
      return {
        workflow_dispatch: {
          inputs: {
            [trigger.evidenceOf]: {
              description: `The run of the workflow ${trigger.evidenceOf} whose evidence it is judged with`,
              required: true,
              type: 'string',
            },
          },
        },
      };
  }
}

function evidenceOf({ triggers }: Workflow): JobName | undefined {
  return triggers.find((trigger) => trigger.on === 'hand')?.evidenceOf;
}

interface Within {
  readonly after: readonly string[];
  readonly setting: Setting;
  readonly evidenceOf: JobName | undefined;
}

function githubJob(name: JobName, { after, setting, evidenceOf: from }: Within): object {
  const job: Job = JOBS[name];
  const given = setting
    .variables(job)
    .map(({ name: variable, secret }) => [variable, `\${{ ${secret ? 'secrets' : 'vars'}.${variable} }}`]);
  const isJudgedWith = from !== undefined && after.length === 0;
  const permissions = {
    contents: 'read',
    ...(isJudgedWith || job.keeps.includes('sarif') ? { actions: 'read' } : {}),
    ...(job.keeps.includes('sarif') && { 'security-events': 'write' }),
  };
  return {
    name: `${name}: ${job.title}`,
    ...(after.length > 0 && { needs: after }),
    // Where faults are put back by the machine that put them there: it must outlive the job.
    'runs-on': job.environment === undefined ? 'ubuntu-latest' : ['self-hosted', job.environment],
    'timeout-minutes': job.minutes,
    permissions,
    // Whoever must allow it first, and its secrets, belong to the environment.
    ...(job.environment !== undefined && {
      environment: job.environment,
      concurrency: { group: job.environment, 'cancel-in-progress': false },
    }),
    steps: [
      // Secrets are looked for in the history too.
      {
        uses: uses('checkout'),
        with: {
          'fetch-depth': 0,
          'persist-credentials': false,
          // There a killed run's undos lie in the folder: the next run must find them.
          ...(job.environment !== undefined && { clean: false }),
        },
      },
      ...setting.setUp,
      ...(isJudgedWith ? [broughtEvidence(from)] : []),
      {
        name: job.title,
        run: `${setting.launcher} ci ${name}`,
        ...(given.length > 0 && { env: Object.fromEntries(given) as object }),
      },
      ...job.keeps.map((kept) => keepStep(name, kept)),
      ...(job.keeps.includes('sarif') ? [scanStep(name)] : []),
    ],
  };
}

function broughtEvidence(from: JobName): object {
  return {
    name: `Evidence of ${from}`,
    uses: uses('download'),
    with: {
      name: `${from}-evidence`,
      path: 'evidence/runs/',
      'run-id': `\${{ inputs.${from} }}`,
      'github-token': '${{ github.token }}',
    },
  };
}

function keepStep(job: JobName, kept: Kept): object {
  const [first = '', ...more] = keptAt(job, kept);
  return {
    name: `Keep ${kept}`,
    if: 'always()',
    uses: uses('upload'),
    with: {
      name: `${job}-${kept}`,
      path: more.length === 0 ? first : `${[first, ...more].join('\n')}\n`,
      'if-no-files-found': 'error',
      'retention-days': DAYS_KEPT,
    },
  };
}

function scanStep(job: JobName): object {
  return {
    name: 'Findings to code scanning',
    if: 'always()',
    uses: uses('sarif'),
    with: { sarif_file: `reports/ci/${job}/sarif`, category: job },
  };
}

/** Never skipped, and red where one that it waits for was. */
function requiredJob({ name, jobs }: Workflow, { launcher }: Setting): object {
  const install = launcher === './harness' ? [] : [{ run: 'npm ci' }];
  return {
    name: REQUIRED,
    if: 'always()',
    needs: jobs.map((job) => job.name),
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': 15,
    permissions: { contents: 'read' },
    steps: [
      { uses: uses('checkout'), with: { 'persist-credentials': false } },
      { uses: uses('node'), with: { 'node-version': 24 } },
      ...install,
      {
        name: 'Every job was green',
        run: `${launcher} ci ${REQUIRED}${launcher === './harness' ? ` --of ${name}` : ''}`,
        env: { NEEDS: '${{ toJSON(needs) }}' },
      },
    ],
  };
}

/** Go and Java are kept by their own actions, npm's packages by Node's, what was built with them by what it is built from. */
const TOOLCHAINS = [
  { uses: uses('node'), with: { 'node-version': 24, cache: 'npm' } },
  { uses: uses('go'), with: { 'go-version': '1.25', 'cache-dependency-path': '**/go.sum' } },
  { uses: uses('java'), with: { distribution: 'temurin', 'java-version': 21 } },
];

function toolCache(of: readonly string[]): object {
  const files = of.map((pattern) => `'${pattern}'`).join(', ');
  return {
    uses: uses('cache'),
    with: {
      path: '.harness/tools',
      key: `tools-\${{ runner.os }}-\${{ runner.arch }}-\${{ hashFiles(${files}) }}`,
    },
  };
}

/** The composite action of this repository. */
export const SETUP_ACTION = {
  name: 'Set up the harness',
  description: 'Node, Go, Java, and the tools that were built before',
  runs: {
    using: 'composite',
    steps: [...TOOLCHAINS, toolCache(['**/*.tool.ts', '**/go.sum', '**/pom.xml', '**/*.requirements.txt'])],
  },
};

/** What a project that `init` wrote does before each job. */
export const PROJECT_SETUP: readonly object[] = [
  { uses: uses('node'), with: { 'node-version': 24 } },
  { uses: uses('go'), with: { 'go-version': '1.25', cache: false } },
  toolCache(['package-lock.json']),
  { run: 'npm ci' },
  { run: 'npx playwright install --with-deps chromium' },
];
