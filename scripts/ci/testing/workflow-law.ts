import { parse } from 'yaml';
import { z } from 'zod';
import { isJob, JOBS, type Job } from '../jobs.ts';
import { REQUIRED } from '../workflows.ts';

/** What a workflow may say: nothing that could make a job green that failed, so what is not listed is refused. */
const always = z.literal('always()');
const permissions = z.strictObject({
  contents: z.literal('read'),
  actions: z.literal('read').exactOptional(),
  'security-events': z.literal('write').exactOptional(),
});
const concurrency = z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() });
const step = z.strictObject({
  name: z.string().exactOptional(),
  if: always.exactOptional(),
  uses: z.string().exactOptional(),
  with: z.record(z.string(), z.unknown()).exactOptional(),
  run: z.string().exactOptional(),
  env: z.record(z.string(), z.string()).exactOptional(),
});
const job = z.strictObject({
  name: z.string(),
  if: always.exactOptional(),
  needs: z.array(z.string()).exactOptional(),
  'runs-on': z.union([z.literal('ubuntu-latest'), z.tuple([z.literal('self-hosted'), z.string()])]),
  'timeout-minutes': z.number(),
  permissions,
  environment: z.string().exactOptional(),
  concurrency: concurrency.exactOptional(),
  steps: z.array(step).min(1),
});
const workflow = z.strictObject({
  name: z.string(),
  // No `pull_request_target` and no `workflow_run`: they run what a stranger wrote, with our secrets.
  on: z.partialRecord(z.enum(['pull_request', 'push', 'schedule', 'workflow_dispatch']), z.unknown()),
  permissions: z.strictObject({ contents: z.literal('read') }),
  concurrency,
  jobs: z.record(z.string(), job),
});
type WorkflowYaml = z.infer<typeof workflow>;
type JobYaml = z.infer<typeof job>;

/** Nothing is decided or worked out in a workflow. */
const RUNS = /^(\.\/harness|npx harness) ci [a-z-]+( --of [a-z-]+)?$/;
const INSTALLS = new Set(['npm ci', 'npx playwright install --with-deps chromium']);
const PINNED = /^(\.\/\.github\/actions\/|[\w./-]+@[0-9a-f]{40}$)/;

/** Why one could be green without every job having passed, or could do more than it must. Empty where it is as it should be. */
export function problemsOfWorkflow(text: string): readonly string[] {
  const read = workflow.safeParse(parse(text));
  if (!read.success) return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return [
    ...problemsOfRequired(read.data),
    ...(read.data.concurrency.group.endsWith('-${{ github.ref }}') ? [] : ['concurrency: not by branch']),
    ...Object.entries(read.data.jobs).flatMap(([name, one]) =>
      [...(name === REQUIRED ? [] : problemsOfJob(name, one)), ...problemsOfSteps(one)].map(
        (problem) => `${name}: ${problem}`,
      ),
    ),
  ];
}

function problemsOfRequired({ jobs }: WorkflowYaml): readonly string[] {
  const required = jobs[REQUIRED];
  if (required === undefined) return ['no job is required'];
  const others = Object.keys(jobs).filter((name) => name !== REQUIRED);
  const judged = required.steps.find(({ run }) => run?.includes(` ci ${REQUIRED}`));
  return [
    ...(required.if === 'always()' ? [] : [`${REQUIRED}: skipped where a job fails`]),
    ...(String(required.needs) === String(others) ? [] : [`${REQUIRED}: does not wait for all jobs`]),
    ...(judged?.env?.['NEEDS'] === '${{ toJSON(needs) }}' ? [] : [`${REQUIRED}: is not told how they ended`]),
    ...(judged?.if === undefined ? [] : [`${REQUIRED}: judges beside a failure`]),
  ];
}

function problemsOfJob(name: string, one: JobYaml): readonly string[] {
  const known: Job | undefined = isJob(name) ? JOBS[name] : undefined;
  if (known === undefined) return ['there is no such job'];
  const isRun = one.steps.some(
    ({ run }) => run !== undefined && RUNS.test(run) && run.endsWith(` ci ${name}`),
  );
  const hasSecrets = one.steps.some(({ env = {} }) =>
    Object.values(env).some((value) => /\bsecrets\./.test(value)),
  );
  return [
    ...(isRun ? [] : ['does not run what it is called']),
    ...(one.if === undefined ? [] : ['goes on beside a failure']),
    ...(one.environment === known.environment ? [] : ['is not allowed by its environment']),
    ...(hasSecrets && one.environment === undefined ? ['has secrets of no environment'] : []),
    ...(known.keeps.includes('sarif') || one.permissions['security-events'] === undefined
      ? []
      : ['may write findings and has none']),
    ...known.keeps
      .filter((kept) => !one.steps.some((each) => each.with?.['name'] === `${name}-${kept}`))
      .map((kept) => `does not keep ${kept}`),
  ];
}

function problemsOfSteps({ steps }: JobYaml): readonly string[] {
  const at = steps.findIndex(({ run }) => run !== undefined && RUNS.test(run));
  return steps.flatMap((one, index) => [
    ...(one.uses === undefined || PINNED.test(one.uses) ? [] : [`${one.uses} can be moved`]),
    ...(one.run === undefined || RUNS.test(one.run) || INSTALLS.has(one.run) ? [] : [`logic: ${one.run}`]),
    ...(one.uses?.includes('/checkout@') !== true || one.with?.['persist-credentials'] === false
      ? []
      : ['leaves its token in the folder']),
    ...(index <= at === (one.if === undefined)
      ? []
      : [`step ${index + 1}: ${index > at ? 'is lost where the job fails' : 'goes on beside a failure'}`]),
  ]);
}
