import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../../../fixtures/services/free-port.ts';
import { startPrometheus } from '../../../fixtures/services/prometheus/start-prometheus.ts';
import { PortTakenError } from '../../../fixtures/services/until-ready.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError, SuiteError } from '../../../kernel/errors.ts';
import { prometheusFiles } from '../../observability/live-files.ts';
import { valuesOf, type Window } from '../../observability/values-of.ts';
import type { DashboardOptions } from './options.ts';

type Run = SuiteRun<DashboardOptions>;

/** What the rates of panels look back on. */
export const RATE_INTERVAL = '5s';
const RATE_MS = 5000;
/** What has happened is surely in the scrape after the next. */
const SEEN_AFTER_MS = 2500;
const FIRST_SCRAPE_TIMEOUT_MS = 60_000;
const TRIES = 3;

/** Prometheus beside the target; its base URL. Its log is kept. */
export async function startedBeside(run: Run, program: string, config: string): Promise<string> {
  const { scope, signal, target } = run;
  for (let tries = 1; ; tries += 1) {
    const [port = 0] = await freePorts(1);
    const work = join(run.work, `prometheus-${tries}`);
    await mkdir(work);
    const logFile = join(work, 'prometheus.log');
    const files = prometheusFiles(
      { config, rules: 'groups: []' },
      { endpoints: target.metrics ?? [], environment: 'rehearsal', by: 1 },
    );
    try {
      return await startPrometheus(program, files, { scope, signal, work, logFile, port });
    } catch (error) {
      await run.recorder.attach(`prometheus-${tries}.log`, logFile);
      if (!(error instanceof PortTakenError) || tries === TRIES) throw error;
    }
  }
}

/** Lets the target be, then lets the load run; when both were. */
export async function watch(
  run: Run,
  url: string,
): Promise<{ readonly quiet: Window; readonly loaded: Window }> {
  const { options, signal, target } = run;
  const parts = target.metrics?.length ?? 0;
  if (parts === 0) throw new SuiteError('the target tells of no part that could be scraped');
  const deadline = performance.now() + FIRST_SCRAPE_TIMEOUT_MS;
  const scraped = async () => {
    const up = await valuesOf(url, 'up', { fromMs: Date.now() - 1000, toMs: Date.now() });
    return up.length >= parts;
  };
  while (!(await scraped())) {
    if (performance.now() > deadline)
      throw new InfraError('Prometheus scraped not every part within a minute');
    await sleep(200, undefined, { signal });
  }
  await sleep(RATE_MS + SEEN_AFTER_MS, undefined, { signal });
  const from = Date.now();
  await sleep(options.quietSeconds * 1000, undefined, { signal });
  const loaded = { fromMs: Date.now() };
  const quiet = { fromMs: from, toMs: loaded.fromMs };
  await mustBeScraped(run, url, quiet);
  await run.start({
    engine: 'vitest',
    options: { config: options.vitest, files: [options.load] },
    as: 'load',
  });
  await sleep(SEEN_AFTER_MS, undefined, { signal });
  return { quiet, loaded: { ...loaded, toMs: Date.now() } };
}

/** Of whom nothing is known before the load, everything would seem to move with it. */
async function mustBeScraped({ target }: Run, url: string, quiet: Window): Promise<void> {
  const up = await valuesOf(url, 'up', quiet);
  const silent = (target.metrics ?? []).filter(({ name }) => {
    const values = up.find(({ labels }) => labels['job'] === name)?.values ?? [];
    return values.filter((value) => value === 1).length * 2 <= values.length;
  });
  if (silent.length > 0)
    throw new InfraError({
      what: `before the load Prometheus could not scrape: ${silent.map(({ name, url: at }) => `${name} (${at})`).join(', ')}.`,
      fix: 'see what they answer there; without it nothing is known of what moves with a load.',
    });
}
