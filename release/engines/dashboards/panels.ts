import { z } from 'zod';
import { ConfigError } from '../../../kernel/errors.ts';

export interface Panel {
  readonly title: string;
  readonly exprs: readonly string[];
  /** What it calls the series of each, `{{job}} p95`; empty where it does not. */
  readonly legends: readonly string[];
  /** Where it has its data from, as far as the dashboard lets people choose: variables that it does not have. */
  readonly unknown: readonly string[];
  /** In what its values are shown: `ms`. */
  readonly unit: string | undefined;
}

const targetSchema = z.looseObject({
  expr: z.string().min(1),
  refId: z.string().min(1),
  legendFormat: z.string().default(''),
});
const panelSchema = z.looseObject({
  id: z.number().int(),
  type: z.string().min(1),
  title: z.string().min(1),
  datasource: z.looseObject({ type: z.literal('prometheus'), uid: z.string().default('') }).exactOptional(),
  gridPos: z.strictObject({ h: z.number(), w: z.number().max(24), x: z.number().max(23), y: z.number() }),
  targets: z.array(targetSchema).min(1).exactOptional(),
  fieldConfig: z
    .looseObject({ defaults: z.looseObject({ unit: z.string().exactOptional() }).exactOptional() })
    .exactOptional(),
  panels: z.array(z.looseObject({})).exactOptional(),
});
const dashboardSchema = z.looseObject({
  uid: z.string().min(1).max(40),
  title: z.string().min(1),
  schemaVersion: z.number().int().min(36),
  templating: z
    .looseObject({ list: z.array(z.looseObject({ name: z.string() })).default([]) })
    .default({ list: [] }),
  panels: z.array(panelSchema).min(1),
});

/** The panels of a dashboard as Grafana keeps it, those in rows too. Texts show nothing, and are none. Throws a ConfigError. */
export function panelsIn(name: string, text: string): readonly Panel[] {
  const dashboard = read(name, dashboardSchema, json(name, text));
  const all = dashboard.panels.flatMap(({ panels, ...panel }) => [
    panel,
    ...(panels ?? []).map((inner) => read(name, panelSchema, inner)),
  ]);
  const variables = dashboard.templating.list.map((one) => one.name);
  const ids = all.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw wrong(name, 'two panels have the same id');
  return all
    .filter(({ type }) => type !== 'row' && type !== 'text')
    .map(({ title, targets = [], fieldConfig, datasource }) => {
      if (targets.length === 0) throw wrong(name, `the panel ${title} asks for nothing`);
      const [exprs, legends] = [targets.map(({ expr }) => expr), targets.map((one) => one.legendFormat)];
      const asked = [datasource?.uid ?? '', ...exprs].flatMap(variablesIn);
      const unknown = asked.filter((one) => !variables.includes(one));
      return { title, exprs, legends, unknown, unit: fieldConfig?.defaults?.unit };
    });
}

function json(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrong(name, String(error));
  }
}

function read<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw wrong(name, z.prettifyError(parsed.error));
}

function wrong(name: string, why: string): ConfigError {
  return new ConfigError({
    what: `${name} is no dashboard of Grafana: ${why}.`,
    fix: 'export it from Grafana again.',
  });
}

/** Those that Grafana does not have itself. */
function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{?(\w+)/g)].map(([, one = '']) => one).filter((one) => !one.startsWith('__'));
}

/** An expression without Grafana's variables of time. */
export function plainExpr(expr: string, interval: string): string {
  return expr.replaceAll(/\$(?:__rate_interval|__interval|\{__rate_interval\}|\{__interval\})/g, interval);
}
