import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../../../fixtures/services/free-port.ts';
import { startPrometheus } from '../../../fixtures/services/prometheus/start-prometheus.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { Caller } from '../../observability/caller.ts';
import { prometheusFiles } from '../../observability/live-files.ts';
import { prometheusAt, type PrometheusApi, type Sampled } from '../../observability/prometheus-api.ts';
import { shrunkExpression } from '../../observability/shrink.ts';
import { sourceText } from '../../observability/source-files.ts';
import type { DashboardOptions } from './options.ts';
import { type Panel, panelsIn, problemOf } from './panels.ts';

type Run = SuiteRun<DashboardOptions>;

/** So long is looked at, before the load and under it: longer than the shrunk window of a query. */
const CALM_MS = 14_000;
const LOAD_MS = 14_000;
const USERS = 6;
/** More than are done before the panels are looked at; what is left of them goes with their workflow. */
const JOBS = 60;

const CANARIES: readonly (Panel & { readonly problem: string })[] = [
  { title: 'empty', queries: ['harness_no_such_series'], problem: 'it is empty' },
  { title: 'still', queries: ['vector(1)'], problem: 'it does not move under a load' },
];

/** Asks each query of each panel before a load and under it, and records a check a panel. */
export async function provePanels(run: Run, program: string, proves: readonly string[]): Promise<void> {
  const { options, environment, recorder } = run;
  const files = options.dashboards.map((name) => join(options.folder, name));
  const panels = (
    await Promise.all(files.map(async (file) => panelsIn(await sourceText(environment, file), file)))
  ).flat();
  try {
    const prometheus = await started(run, program);
    const callers = await Promise.all([Caller.signIn(run, 'user'), Caller.signIn(run, 'admin')]);
    await sleep(CALM_MS, undefined, { signal: run.signal });
    const all = [...CANARIES, ...panels];
    const before = await answersTo(prometheus, all, options.shrink);
    await underLoad(run, callers, async () => {
      await sleep(LOAD_MS, undefined, { signal: run.signal });
      const under = await answersTo(prometheus, all, options.shrink);
      judge(run, panels, (panel) => problemsOf(panel, before, under), proves);
    });
  } finally {
    await recorder.attach('prometheus.log', join(run.work, 'prometheus.log'));
  }
}

type Answers = ReadonlyMap<string, readonly Sampled[]>;

function problemsOf({ queries }: Panel, before: Answers, under: Answers): readonly string[] {
  if (queries.length === 0) return ['it asks for nothing'];
  return queries.flatMap((query) => {
    const problem = problemOf(before.get(query) ?? [], under.get(query) ?? []);
    return problem === undefined ? [] : [`${problem}: ${query}`];
  });
}

function judge(
  { recorder, options }: Run,
  panels: readonly Panel[],
  problemsIn: (panel: Panel) => readonly string[],
  proves: readonly string[],
): void {
  const blind = CANARIES.filter((one) => !problemsIn(one).some((says) => says.startsWith(one.problem)));
  if (blind.length > 0)
    throw new SuiteError({
      what: `a panel that is wrong on purpose was not found: ${blind.map(({ title }) => title).join(', ')}.`,
      fix: "see Prometheus' log in the evidence; nothing that it answered is believed.",
    });
  recorder.event('canary', { found: 'a panel that is empty, and one that stands still' });
  const check = (id: string, shows: readonly string[], problems: readonly string[]) =>
    recorder.check({
      ...{ id, durationMs: 0, proves: [...shows] },
      outcome: problems.length === 0 ? 'passed' : 'failed',
      ...(problems.length > 0 && { detail: problems.join('; ') }),
    });
  for (const panel of panels)
    check(`panel ${panel.title}`, [...proves, ...(options.panels[panel.title] ?? [])], problemsIn(panel));
  const lacking = Object.keys(options.panels).filter((title) =>
    panels.every((panel) => panel.title !== title),
  );
  check('each panel that must be there is there', proves, lacking);
}

async function answersTo(prometheus: PrometheusApi, panels: readonly Panel[], by: number): Promise<Answers> {
  const queries = panels.flatMap((panel) => panel.queries);
  const answers = queries.map(
    async (query) => [query, await prometheus.query(shrunkExpression(query, by))] as const,
  );
  return new Map(await Promise.all(answers));
}

/** People who list, ask for what is not there and start what takes a while, and a webhook that refuses what it is sent. */
async function underLoad(
  run: Run,
  [user, admin]: readonly Caller[],
  work: () => Promise<void>,
): Promise<void> {
  if (user === undefined || admin === undefined) return;
  const url = `${run.target.urls['webhooks'] ?? ''}/hooks/panels-${randomUUID()}?status=500&times=1000`;
  const hook = await admin.create('/webhooks', { url, events: ['run.succeeded'] });
  const steps = ['wait 2000'];
  const workflow = await user.create('/workflows', { name: `Panels ${randomUUID().slice(0, 8)}`, steps });
  const stop = new AbortController();
  const asking = Array.from({ length: USERS }, async () => {
    while (!stop.signal.aborted) {
      for (const path of ['/workflows', '/workflows/no-id', `/workflows/${workflow}/runs`])
        await user
          .ask(path)
          .then((answer) => answer.arrayBuffer())
          .catch(() => undefined);
      await sleep(50);
    }
  });
  try {
    for (let count = 0; count < JOBS; count += 1) await user.create(`/workflows/${workflow}/runs`);
    await work();
  } finally {
    stop.abort();
    await Promise.all(asking);
    for (const [caller, path] of [
      [user, `/workflows/${workflow}`],
      [admin, `/webhooks/${hook}`],
    ] as const)
      await caller.ask(path, { method: 'DELETE' }).catch(() => undefined);
  }
}

async function started(run: Run, program: string): Promise<PrometheusApi> {
  const { options, scope, signal, work, target, environment } = run;
  const [port = 0] = await freePorts(1);
  const config = await sourceText(environment, join(options.folder, options.config));
  const files = prometheusFiles(
    { config, rules: 'groups: []' },
    { endpoints: target.metrics ?? [], environment: 'rehearsal', by: options.shrink },
  );
  const start = { scope, signal, work, port, logFile: join(work, 'prometheus.log') };
  return prometheusAt(await startPrometheus(program, files, start));
}
