import type { MetricsEndpoint } from '../../../kernel/target.ts';
import type { Job } from '../../observability/live-files.ts';

const INTERVAL = '15s';

/** Why the jobs of a configuration would not scrape each part as often as they must where the parts are really asked. */
export function unscraped(jobs: readonly Job[], parts: readonly MetricsEndpoint[]): readonly string[] {
  return [
    ...jobs
      .filter(({ interval }) => interval !== INTERVAL)
      .map(({ name, interval }) => `scrape_interval of ${name} is ${interval}`),
    ...parts.flatMap((part) => {
      const job = jobs.find(({ name }) => name === part.name);
      if (job === undefined) return [`there is no job ${part.name}`];
      const { pathname } = new URL(part.url);
      return [
        ...(job.path === pathname
          ? []
          : [`metrics_path of ${part.name} is ${job.path}, its metrics are at ${pathname}`]),
        ...(part.token === undefined || job.isAuthorized ? [] : [`${part.name} is asked without a token`]),
      ];
    }),
  ];
}
