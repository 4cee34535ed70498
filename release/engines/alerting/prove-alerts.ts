import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { Caller } from '../../observability/caller.ts';
import { durationMs } from '../../observability/duration.ts';
import { externalLabels, jobsIn } from '../../observability/live-files.ts';
import { recordCheck } from '../../observability/record-check.ts';
import { type Alert, alertsOf, rulesIn } from '../../observability/rules.ts';
import { seriesIn } from '../../observability/series.ts';
import { lookbackMs } from '../../observability/shrink.ts';
import {
  isFiring,
  isResolved,
  KINDS,
  type Kind,
  messagesOf,
  problemsOf,
  type Told,
  untold,
} from '../../observability/story.ts';
import { mustFindCanaries } from './canaries.ts';
import { cutLink, type End, failDeliveries, keepAsking, openSockets, slowLink } from './causes.ts';
import { CHAT, type Monitoring, type Programs, startMonitoring } from './monitoring.ts';
import type { AlertingOptions, CauseName } from './options.ts';
import { unsaid } from './unsaid.ts';
import { unscraped } from './unscraped.ts';
import { Watch } from './watch.ts';

type Run = SuiteRun<AlertingOptions>;
type Wanted = AlertingOptions['alerts'][number];

/** Fails the requirement, whichever alert it is, and proves nothing of it. */
const WHOLE = ['OBS-02'];

/** What each kind of problem would refute. */
const SHOWN: Readonly<Record<Kind, readonly string[]>> = {
  missing: ['OBS-02/slack', 'OBS-02/email'],
  elsewhere: WHOLE,
  severity: ['OBS-02/severity'],
  source: ['OBS-02/source'],
  time: ['OBS-02/time'],
  link: ['OBS-02/link'],
  repeated: ['OBS-02/not-repeated'],
  unresolved: ['OBS-02/resolves'],
};
const LEVELS = 'OBS-02/levels';
const IN_TIME = 'OBS-02/in-time';
const SCRAPED = 'OBS-01/scraped';
export const PROVES: readonly string[] = [
  ...Object.values(SHOWN)
    .flat()
    .filter((one) => !WHOLE.includes(one)),
  ...[LEVELS, IN_TIME, SCRAPED],
];

const CLEAN_MS = 8000;
const POLL_MS = 200;
/** What a busy machine may add to any step. */
const GRACE_MS = 15_000;
const CANARIES_MS = 60_000;
const READY_MS = 30_000;

/** A cause's time, on the clock of `performance.now`. */
interface Caused {
  readonly fromMs: number;
  untilMs: number;
}

/** Causes each alert, follows it until it is over, and records what was told of it, a check each. */
export async function proveAlerts(run: Run, programs: Programs): Promise<void> {
  try {
    await using monitoring = await startMonitoring(run, programs);
    const canaries = mustFindCanaries(
      {
        ...{ alertmanager: monitoring.canaries, messages: monitoring.messages },
        ...{ environment: monitoring.environment, signal: run.signal, to: [CHAT, run.options.mail] },
      },
      CANARIES_MS,
    );
    // Where something else fails first, it is what is told.
    canaries.catch(() => undefined);
    const followed = await follow(run, monitoring);
    await canaries;
    run.recorder.event('canary', { found: 'a wrong receiver, a muted channel, a flapping alert' });
    await judge(run, monitoring, followed);
  } finally {
    for (const name of ['prometheus', 'alertmanager', 'alertmanager-of-canaries'])
      await run.recorder.attach(`${name}.log`, join(run.work, `${name}.log`));
  }
}

interface Followed {
  readonly watch: Watch;
  readonly causes: ReadonlyMap<CauseName, Caused>;
  /** What alerted before anything was caused. */
  readonly early: readonly string[];
}

async function follow(run: Run, monitoring: Monitoring): Promise<Followed> {
  const { prometheus } = monitoring;
  const [user, admin] = await Promise.all([Caller.signIn(run, 'user'), Caller.signIn(run, 'admin')]);
  const jobs = (run.target.metrics ?? []).length;
  await until(run, READY_MS, async () => (await prometheus.query('up == 1')).length >= jobs);
  const watch = new Watch(prometheus);
  const closeSockets = await openSockets(run, user);
  const endAsking = keepAsking(user);
  const causes = new Map<CauseName, Caused>();
  const ends: End[] = [endAsking];
  const begin = async (name: CauseName, cause: () => Promise<End>): Promise<End> => {
    const caused = { fromMs: performance.now(), untilMs: performance.now() };
    causes.set(name, caused);
    const end = await cause();
    ends.push(end);
    return async () => {
      await end();
      caused.untilMs = performance.now();
    };
  };
  try {
    await sleep(CLEAN_MS, undefined, { signal: run.signal });
    const early = watch.all;
    await begin('lost-sockets', () => {
      closeSockets();
      return Promise.resolve(() => Promise.resolve());
    });
    const endDeliveries = await begin('failing-deliveries', () => failDeliveries(run, admin, user));
    for (const [name, cause] of [
      ['slow-database', slowLink],
      ['no-database', cutLink],
    ] as const) {
      const end = await begin(name, () => cause(run));
      await untilTold(run, monitoring, name, isFiring);
      await end();
    }
    await untilTold(run, monitoring, 'failing-deliveries', isFiring);
    await endDeliveries();
    await untilTold(run, monitoring, undefined, isResolved);
    return { watch, causes, early };
  } finally {
    closeSockets();
    for (const end of ends) await end().catch(() => undefined);
    await watch.stop();
  }
}

/** Waits until everybody was told so of each alert of that cause, or it is too late; it never says which. */
async function untilTold(
  run: Run,
  monitoring: Monitoring,
  cause: CauseName | undefined,
  so: typeof isFiring,
): Promise<void> {
  const wanted = run.options.alerts.filter((one) => cause === undefined || one.cause === cause);
  const rules = alertsOf(rulesIn(monitoring.shipped.rules));
  const limitMs = Math.max(
    ...wanted.map(({ alert }) => {
      const { detectMs, resolveMs } = limitsOf(
        rules.find((rule) => rule.alert === alert),
        monitoring,
      );
      return so === isFiring ? detectMs : resolveMs;
    }),
  );
  await until(run, limitMs, () =>
    Promise.resolve(
      wanted.every((one) => {
        const told = toldOf(run, monitoring, one);
        const own = messagesOf(told, monitoring.messages).filter(so);
        return told.to.every((to) => own.some((message) => message.to === to));
      }),
    ),
  );
}

async function until(run: Run, limitMs: number, is: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    if (await is()) return true;
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS, undefined, { signal: run.signal });
  }
}

/** How long an alert may take, by its own rule and route, on a machine that is busy. */
function limitsOf(rule: Alert | undefined, { shipped }: Monitoring) {
  const of = (name: string) => {
    const text = shipped.route.route[name];
    return typeof text === 'string' ? (durationMs(text) ?? 0) : 0;
  };
  const held = durationMs(rule?.for) ?? 0;
  const looksBackMs = lookbackMs(rule?.expr ?? '');
  return {
    detectMs: held + looksBackMs + of('group_wait') + GRACE_MS,
    resolveMs: looksBackMs + held + 2 * of('group_interval') + GRACE_MS,
  };
}

function receiversOf({ options }: Run, severity: string): readonly string[] {
  return (options.to[severity] ?? []).map((to) => (to === 'chat' ? CHAT : options.mail));
}

function toldOf(run: Run, { environment, shipped }: Monitoring, { alert, source }: Wanted): Told {
  const rule = alertsOf(rulesIn(shipped.rules)).find((one) => one.alert === alert);
  const severity = rule?.labels?.['severity'] ?? '';
  const link = Object.values(rule?.annotations ?? {}).find((text) => /^https?:/.test(text));
  return { alert, source, environment, severity, link, to: receiversOf(run, severity) };
}

async function judge(run: Run, monitoring: Monitoring, { watch, causes, early }: Followed): Promise<void> {
  const { options } = run;
  const rules = alertsOf(rulesIn(monitoring.shipped.rules));
  await judgeScraping(run, monitoring);
  recordCheck(run, 'nothing alerts while nothing is wrong', early, { proves: WHOLE });
  recordCheck(run, 'each rule is caused, or is listed as one that is not', unlisted(run, rules), {
    proves: WHOLE,
  });
  const detected: number[] = [];
  const resolved: number[] = [];
  const late: string[] = [];
  for (const { alert, source, cause, proves } of options.alerts) {
    const rule = rules.find((one) => one.alert === alert);
    const { fromMs = 0, untilMs = 0 } = causes.get(cause) ?? {};
    const seen = watch.seen(alert, source);
    const own = messagesOf({ alert, source, environment: monitoring.environment }, monitoring.messages);
    const firstMs = own.find(isFiring)?.atMs;
    const lastMs = own.findLast(isResolved)?.atMs;
    const { detectMs, resolveMs } = limitsOf(rule, monitoring);
    const problems = [
      ...(rule === undefined ? ['there is no such rule'] : []),
      ...(seen.firingMs === undefined ? [`it did not fire within ${said(detectMs)} of ${cause}`] : []),
      ...(seen.firingMs !== undefined && seen.firingMs < fromMs ? [`it fired before ${cause}`] : []),
      ...(rule?.for !== undefined && seen.firingMs !== undefined && seen.pendingMs === undefined
        ? ['it fired without having been pending']
        : []),
    ];
    recordCheck(run, `${alert} of ${source} fires when it is caused`, problems, {
      proves,
      durationMs: Math.max(0, (seen.firingMs ?? fromMs) - fromMs),
    });
    if (firstMs !== undefined) {
      detected.push(firstMs - fromMs);
      if (firstMs - fromMs > detectMs) late.push(`${alert} was told after ${said(firstMs - fromMs)}`);
    } else late.push(`${alert} was not told`);
    if (lastMs !== undefined) {
      resolved.push(lastMs - untilMs);
      if (lastMs - Math.max(untilMs, firstMs ?? 0) > resolveMs)
        late.push(`${alert} was over after ${said(lastMs - untilMs)}`);
    }
  }
  recordCheck(run, 'each is told within its time', late, { proves: [IN_TIME] });
  judgeMessages(run, monitoring);
  record(run, 'detect', detected);
  record(run, 'resolve', resolved);
}

function unlisted({ options }: Run, rules: readonly Alert[]): readonly string[] {
  const there = rules.map(({ alert }) => alert);
  const caused = options.alerts.map(({ alert }) => alert);
  const listed = [...caused, ...options.untried];
  return [
    ...there
      .filter((name) => !listed.includes(name))
      .map((name) => `${name} is neither caused nor listed in \`untried\``),
    ...options.untried
      .filter((name) => !there.includes(name) || caused.includes(name))
      .map((name) => `${name} of \`untried\` is caused, or there is no such rule`),
  ];
}

function judgeMessages(run: Run, monitoring: Monitoring): void {
  const told = run.options.alerts.map((one) => toldOf(run, monitoring, one));
  const problems = told.flatMap((one) => problemsOf(one, monitoring.messages));
  const silent = untold(told, monitoring.messages).map(({ alert, source }) => `${alert} of ${source}`);
  for (const [kind, says] of Object.entries(KINDS) as [Kind, string][]) {
    const id = `of each alert: ${says}`;
    const wrong = problems.filter((one) => one.kind === kind).map((one) => one.says);
    if (wrong.length > 0 || silent.length === 0) recordCheck(run, id, wrong, { proves: SHOWN[kind] });
    else {
      const detail = `nothing was told of ${silent.join(', ')}`;
      run.recorder.check({ id, outcome: 'skipped', durationMs: 0, proves: [...SHOWN[kind]], detail });
    }
  }
  const lacking = Object.keys(run.options.to).filter((level) =>
    told.every(({ severity }) => severity !== level),
  );
  const levels = Object.keys(run.options.to).join(' and ');
  recordCheck(run, `there are the levels ${levels}`, lacking, { proves: [LEVELS] });
}

/** That each part has a job, which is asked as often as it is told to, and that the rules ask for series that are there. */
async function judgeScraping(run: Run, { prometheus, shipped }: Monitoring): Promise<void> {
  const parts = run.target.metrics ?? [];
  if (parts.length === 0) throw new SuiteError('the target tells of no part that could be scraped');
  const scrapes = await prometheus.query('count_over_time(up[20s]) >= 18 and min_over_time(up[20s]) == 1');
  const answered = new Set(scrapes.map(({ labels }) => labels['job']));
  recordCheck(
    run,
    'each part is scraped, every 15 s',
    [
      ...unscraped(jobsIn(shipped.config), parts),
      ...parts
        .filter(({ name }) => !answered.has(name))
        .map(({ name }) => `${name} was not scraped without a gap`),
    ],
    { proves: [SCRAPED] },
  );
  const there = await prometheus.series();
  const wanted = new Set(alertsOf(rulesIn(shipped.rules)).flatMap(({ expr }) => seriesIn(expr)));
  recordCheck(
    run,
    'each series that a rule asks for is there',
    [...wanted].filter((name) => !there.has(name)),
    { proves: WHOLE },
  );
  const given = externalLabels(shipped.config);
  recordCheck(
    run,
    'each alert has the labels and annotations that messages and routes ask for',
    unsaid(shipped.messages, alertsOf(rulesIn(shipped.rules)), given),
    { proves: WHOLE },
  );
}

function record({ recorder }: Run, name: string, values: readonly number[]): void {
  if (values.length === 0) return;
  const sorted = values.toSorted((a, b) => a - b);
  for (const [quantile, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const) {
    const value = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    recorder.metric({ name: `${name}.${quantile}`, value, unit: 'ms', samples: values.length });
  }
}

const said = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
