import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Child } from '../../../../kernel/scope.ts';
import { holdTo, refuseProxy } from '../hosts/hold.ts';
import type { Plan } from '../plan.ts';
import { collectorEnv } from './collector.ts';
import { dashboardEnv } from './dashboard.ts';
import { callOf, runArgs, startK6 } from './k6-process.ts';
import { segmentArgs } from './segments.ts';

/** Starts the k6 processes of a run, each with its segment of the load, and none with a way to other hosts than the target's. */
export async function startWorkers(plan: Plan): Promise<readonly Child[]> {
  const { run, k6, script, inspection, output, hosts } = plan;
  const profile = profileArgs(plan);
  const { blacklistIPs, blockHostnames } = inspection;
  refuseProxy(hosts);
  const hold = await holdTo(hosts, { addresses: blacklistIPs ?? [], names: blockHostnames ?? [] });
  const common = [...runArgs(output, k6, inspection.systemTags ?? []), ...profile, ...hold.args];
  const calls = segmentArgs(run.load.workers).map((args) => callOf([...common, ...args], script));
  const tuned = {
    ...k6,
    env: { ...dashboardEnv(plan), ...collectorEnv(plan.scenarios, run.load.workers), ...k6.env, ...hold.env },
  };
  return Promise.all(calls.map((call) => startK6(tuned, call)));
}

/** The profile as it is run goes to k6 as the options file that it is. */
function profileArgs({ run, chosen }: Plan): readonly string[] {
  if (chosen === undefined) return [];
  const file = join(run.work, 'profile.json');
  writeFileSync(file, JSON.stringify(chosen.profile, undefined, 2));
  return ['--config', file];
}
