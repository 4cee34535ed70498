import { z } from 'zod';
import { ConfigError } from '../../kernel/errors.ts';
import { WORKFLOWS, type Workflow } from './workflows.ts';

/** What GitHub says of each job that one waits for. */
const needsSchema = z.record(z.string(), z.looseObject({ result: z.string() }));

/**
 * What keeps jobs that were waited for from being green together: one that did not end with `success`, and of a workflow also one that
 * nobody waited for. A service calls a job that was skipped no failure, and what waits for it neither; here it is one.
 */
export function notGreen(
  workflow: Pick<Workflow, 'jobs'> | undefined,
  needs: string | undefined,
): readonly string[] {
  const results = resultsOf(needs);
  const waited = Object.entries(results);
  const bad = waited
    .filter(([, { result }]) => result !== 'success')
    .map(([name, { result }]) => `${name}: ${result}`);
  if (workflow === undefined) return waited.length === 0 ? ['nobody waited for any job'] : bad;
  const names: readonly string[] = workflow.jobs.map(({ name }) => name);
  return [
    ...bad,
    ...names.filter((name) => results[name] === undefined).map((name) => `${name}: nobody waited for it`),
    ...Object.keys(results)
      .filter((name) => !names.includes(name))
      .map((name) => `${name}: no job of this workflow`),
  ];
}

function resultsOf(needs: string | undefined): z.infer<typeof needsSchema> {
  try {
    return needsSchema.parse(JSON.parse(needs ?? ''));
  } catch {
    throw new ConfigError({
      what: `NEEDS: got ${needs === undefined ? 'nothing' : 'no JSON of jobs and their results'}; a workflow says there how its jobs ended.`,
      fix: 'ask for the jobs themselves: ./harness ci lists them',
    });
  }
}

/** A ConfigError names those that there are. */
export function workflowNamed(name: string, known: readonly Workflow[] = WORKFLOWS): Workflow {
  const found = known.find((one) => one.name === name);
  if (found === undefined)
    throw new ConfigError(`--of: got "${name}"; known: ${known.map((one) => one.name).join(', ')}`);
  return found;
}
