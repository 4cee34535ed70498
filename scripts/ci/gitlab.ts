import { JOBS, keptAt, type Job } from './jobs.ts';
import type { Trigger, Workflow } from './workflows.ts';

const MERGE_REQUEST = '$CI_PIPELINE_SOURCE == "merge_request_event"';
const DEFAULT_BRANCH = '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH';

/**
 * The same workflows for GitLab, as one pipeline: an example to copy. A job of GitLab that may fail, or that waits for nobody's hand,
 * says so itself; none here does, so a merge request needs no job that waits for all.
 */
export function gitlabPipeline(workflows: readonly Workflow[]): object {
  const jobs = workflows.flatMap((workflow) =>
    workflow.jobs.map(({ name, after = [] }) => [
      `${workflow.name}:${name}`,
      gitlabJob(JOBS[name], { name, workflow, after }),
    ]),
  );
  return {
    default: {
      image: 'node:24-bookworm',
      before_script: [
        'apt-get update && apt-get install --yes golang default-jdk-headless maven python3-pip chromium',
      ],
      cache: [
        { key: { files: ['package-lock.json'] }, paths: ['.npm/'] },
        { key: 'tools-$CI_RUNNER_EXECUTABLE_ARCH', paths: ['.harness/tools/'] },
      ],
    },
    variables: { GIT_DEPTH: '0', npm_config_cache: '$CI_PROJECT_DIR/.npm' },
    workflow: { auto_cancel: { on_new_commit: 'interruptible' } },
    ...(Object.fromEntries(jobs) as object),
  };
}

interface Within {
  readonly name: string;
  readonly workflow: Workflow;
  readonly after: readonly string[];
}

function gitlabJob(job: Job, { name, workflow, after }: Within): object {
  const paths = job.keeps.flatMap((kept) => keptAt(name, kept));
  return {
    stage: 'test',
    needs: after.map((one) => `${workflow.name}:${one}`),
    rules: workflow.triggers.map((trigger) => gitlabRule(trigger, workflow.name, after.length > 0)),
    interruptible: workflow.replaced ?? false,
    timeout: `${job.minutes} minutes`,
    ...(job.environment !== undefined && {
      environment: { name: job.environment },
      resource_group: job.environment,
      tags: [job.environment],
      // A killed run's undos lie in the folder: the next run must find them.
      variables: { GIT_CLEAN_FLAGS: 'none' },
    }),
    script: [`./harness ci ${name}`],
    artifacts: {
      when: 'always',
      expire_in: '30 days',
      paths,
      reports: { junit: `reports/ci/${name}/junit*.xml` },
    },
  };
}

/** `WORKFLOW` is a variable of the schedule, or of whoever starts a pipeline by hand. What follows another by hand waits for a hand. */
function gitlabRule(trigger: Trigger, workflow: string, follows: boolean): object {
  if (trigger.on === 'change') return { if: MERGE_REQUEST };
  if (trigger.on === 'merge') return { if: `${DEFAULT_BRANCH} && $CI_PIPELINE_SOURCE == "push"` };
  return { if: `$WORKFLOW == "${workflow}"`, ...(follows && { when: 'manual', allow_failure: false }) };
}
