import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Files } from '../../fixtures/services/prometheus/start-prometheus.ts';
import { ConfigError } from '../../kernel/errors.ts';
import type { MetricsEndpoint } from '../../kernel/target.ts';
import { rulesIn } from './rules.ts';
import { shrunk, shrunkExpression } from './shrink.ts';

const RULES = 'alerts.yml';

const relabelling = z.array(z.looseObject({}));
const jobSchema = z.looseObject({
  job_name: z.string(),
  scrape_interval: z.string().optional(),
  metrics_path: z.string().default('/metrics'),
  authorization: z.looseObject({}).optional(),
});
const prometheusSchema = z.looseObject({
  global: z.looseObject({
    scrape_interval: z.string(),
    external_labels: z.record(z.string(), z.string()).default({}),
  }),
  alerting: z
    .looseObject({
      alertmanagers: z.array(z.looseObject({ alert_relabel_configs: relabelling.optional() })).default([]),
      alert_relabel_configs: relabelling.optional(),
    })
    .default({ alertmanagers: [] }),
  scrape_configs: z.array(jobSchema),
});

/** What a product ships for its own Prometheus, as text. */
export interface Shipped {
  readonly config: string;
  readonly rules: string;
}

/** Where, in what time, and for whom. */
export interface Live {
  readonly endpoints: readonly MetricsEndpoint[];
  /** Stands in each alert as its `environment`: the run's own word. */
  readonly environment: string;
  /** How many times shorter each duration is. */
  readonly by: number;
  /** `host:port`; without one nobody is told. */
  readonly alertmanager?: string;
}

/** A job of a Prometheus' configuration. */
export interface Job {
  readonly name: string;
  readonly interval: string;
  readonly path: string;
  /** It sends a token. */
  readonly isAuthorized: boolean;
}

export function jobsIn(config: string): readonly Job[] {
  const { global, scrape_configs: configs } = read(prometheusSchema, 'prometheus.yml', config);
  return configs.map((job) => ({
    name: job.job_name,
    interval: job.scrape_interval ?? global.scrape_interval,
    path: job.metrics_path,
    isAuthorized: job.authorization !== undefined,
  }));
}

/** The names of the labels that stand in every alert. */
export function externalLabels(config: string): readonly string[] {
  return Object.keys(read(prometheusSchema, 'prometheus.yml', config).global.external_labels);
}

/**
 * The files with which Prometheus scrapes those parts, each by the job of its name: the product's own ones but for hosts, tokens and
 * times. Of parts without a job nothing is scraped, and a job without a part is left out.
 */
export function prometheusFiles({ config, rules }: Shipped, live: Live): Files {
  const { endpoints, environment, by, alertmanager } = live;
  const shipped = read(prometheusSchema, 'prometheus.yml', config);
  const tokens: Record<string, string> = {};
  const scraped = shipped.scrape_configs.flatMap((job) => {
    const part = endpoints.find(({ name }) => name === job.job_name);
    if (part === undefined) return [];
    const { host, pathname, protocol } = new URL(part.url);
    if (part.token !== undefined) tokens[`${part.name}-token`] = part.token;
    const authorization = part.token !== undefined && { credentials_file: `${part.name}-token` };
    return [
      {
        ...without(job, 'authorization', 'scrape_interval', 'scrape_timeout'),
        metrics_path: pathname,
        scheme: protocol.replace(':', ''),
        static_configs: [{ targets: [host] }],
        ...(authorization && { authorization }),
      },
    ];
  });
  const often = { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
  const files = {
    global: { ...shipped.global, ...often, external_labels: { environment } },
    rule_files: [RULES],
    ...(alertmanager !== undefined && { alerting: alertingTo(alertmanager, shipped.alerting) }),
    scrape_configs: scraped,
  };
  return { ...tokens, 'prometheus.yml': stringify(files), [RULES]: shrunkRules(rules, by) };
}

/** What is done to alerts on their way stays as it is. */
function alertingTo(
  alertmanager: string,
  { alertmanagers, alert_relabel_configs: ofAll }: z.infer<typeof prometheusSchema>['alerting'],
) {
  const ofEach = alertmanagers.flatMap(({ alert_relabel_configs: own = [] }) => own);
  const to = { static_configs: [{ targets: [alertmanager] }] };
  return {
    alertmanagers: [{ ...to, ...(ofEach.length > 0 && { alert_relabel_configs: ofEach }) }],
    ...(ofAll && { alert_relabel_configs: ofAll }),
  };
}

function shrunkRules(text: string, by: number): string {
  const file = rulesIn(text);
  const groups = file.groups.map((group) => ({
    ...without(group, 'interval'),
    rules: group.rules.map((rule) => ({
      ...rule,
      expr: shrunkExpression(rule.expr, by),
      ...(rule.for !== undefined && { for: shrunk(rule.for, by) }),
    })),
  }));
  return stringify({ ...file, groups });
}

type Route = Record<string, unknown> & { routes?: Route[] | undefined };
const routeSchema: z.ZodType<Route> = z.lazy(() =>
  z.looseObject({ routes: z.array(routeSchema).optional() }),
);
const receiverSchema = z.looseObject({
  name: z.string(),
  slack_configs: z.array(z.looseObject({})).optional(),
  email_configs: z.array(z.looseObject({})).optional(),
});
const alertmanagerSchema = z.looseObject({
  global: z.looseObject({}).optional(),
  route: routeSchema,
  receivers: z.array(receiverSchema),
});
export type AlertmanagerConfig = z.infer<typeof alertmanagerSchema>;

/** Where the messages go instead: `http://127.0.0.1:4000/chat`, and `127.0.0.1:4001` for mail. */
export interface Sinks {
  readonly chat: string;
  readonly mail: string;
}

/** The product's own Alertmanager, whose messages go to those sinks, in so much less time; what it mutes or inhibits it does here too. */
export function alertmanagerConfig(text: string, { chat, mail }: Sinks, by: number): AlertmanagerConfig {
  const { global, route, receivers, ...rest } = read(alertmanagerSchema, 'alertmanager.yml', text);
  return {
    ...rest,
    global: { ...global, smtp_smarthost: mail, smtp_require_tls: false },
    route: shrunkRoute(route, by),
    receivers: receivers.map(({ slack_configs: slack, email_configs: mails, ...rest }) => ({
      ...rest,
      ...(slack && {
        slack_configs: slack.map((one) => ({ ...without(one, 'api_url_file'), api_url: chat })),
      }),
      ...(mails && {
        email_configs: mails.map((one) => ({ ...one, smarthost: mail, require_tls: false })),
      }),
    })),
  };
}

function shrunkRoute({ routes, ...route }: Route, by: number): Route {
  const times = Object.fromEntries(
    ['group_wait', 'group_interval', 'repeat_interval'].flatMap((name) => {
      const time = route[name];
      return typeof time === 'string' ? [[name, shrunk(time, by)]] : [];
    }),
  );
  return { ...route, ...times, ...(routes && { routes: routes.map((one) => shrunkRoute(one, by)) }) };
}

function without<T extends object>(all: T, ...names: readonly string[]): Partial<T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name))) as Partial<T>;
}

function read<T>(schema: z.ZodType<T>, name: string, text: string): T {
  const parsed = schema.safeParse(parse(text, { merge: true }));
  if (parsed.success) return parsed.data;
  throw new ConfigError({
    what: `${name} of the source cannot be read: ${z.prettifyError(parsed.error)}`,
    fix: 'see what promtool or amtool says of it.',
  });
}
