import type { JobName } from './jobs.ts';

/** When a workflow runs: each service says it in its own words. */
export type Trigger =
  | { readonly on: 'change' }
  | { readonly on: 'merge' }
  /** At this time (UTC, as cron says it), or when somebody asks. */
  | { readonly on: 'clock'; readonly cron: string }
  /** `evidenceOf`: whose kept evidence it is judged with; who starts it names the run of the service that made it. */
  | { readonly on: 'hand'; readonly evidenceOf: JobName };

export interface Workflow {
  readonly name: string;
  readonly triggers: readonly Trigger[];
  readonly jobs: readonly { readonly name: JobName; readonly after?: readonly JobName[] }[];
  /** A newer run of the same branch ends it. Never where faults may be on. */
  readonly replaced?: true;
}

/** This repository's. The first is what a change must pass. */
export const WORKFLOWS: readonly Workflow[] = [
  { name: 'pr', triggers: [{ on: 'change' }], jobs: [{ name: 'test' }, { name: 'pr' }], replaced: true },
  { name: 'main', triggers: [{ on: 'merge' }], jobs: [{ name: 'test' }, { name: 'main' }] },
  {
    name: 'nightly',
    triggers: [{ on: 'clock', cron: '17 2 * * *' }],
    jobs: [{ name: 'nightly' }, { name: 'long-tests' }, { name: 'detect' }],
  },
  { name: 'soak', triggers: [{ on: 'clock', cron: '23 20 * * 5' }], jobs: [{ name: 'soak' }] },
  {
    name: 'release',
    triggers: [{ on: 'hand', evidenceOf: 'soak' }],
    jobs: [{ name: 'release' }, { name: 'verify', after: ['release'] }],
  },
];

/** Waits for all jobs of its workflow, and is green only where each of them was: the one check that a branch is protected by. */
export const REQUIRED = 'required';
