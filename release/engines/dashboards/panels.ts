import { z } from 'zod';
import { ConfigError } from '../../../kernel/errors.ts';
import type { Sampled } from '../../observability/prometheus-api.ts';

const panelSchema = z.looseObject({
  title: z.string().default(''),
  targets: z.array(z.looseObject({ expr: z.string() })).default([]),
});
const rowSchema = panelSchema.extend({ panels: z.array(panelSchema).optional() });
const dashboardSchema = z.looseObject({ panels: z.array(rowSchema) });

/** What a panel draws. */
export interface Panel {
  readonly title: string;
  readonly queries: readonly string[];
}

/** All panels of a dashboard, also those of its rows. Throws a ConfigError for what is none. */
export function panelsIn(text: string, file: string): readonly Panel[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = dashboardSchema.safeParse(json);
  if (!parsed.success)
    throw new ConfigError({
      what: `${file} is no dashboard of Grafana.`,
      fix: 'export it from Grafana as JSON.',
    });
  return parsed.data.panels
    .flatMap(({ panels, ...row }) => (panels === undefined ? [row] : panels))
    .map(({ title, targets }) => ({ title, queries: targets.map(({ expr }) => expr) }));
}

/** By how much a value must differ: more than what rounding and a moment do. */
const MOVED = 0.01;

/** What is wrong with what a query was answered before a load and under it: undefined where it has data, and moved. */
export function problemOf(before: readonly Sampled[], under: readonly Sampled[]): string | undefined {
  const numbers = under.filter(({ value }) => !Number.isNaN(value));
  if (numbers.length === 0) return 'it is empty';
  const was = new Map(before.map(({ labels, value }) => [keyOf(labels), value]));
  const moved = numbers.some(({ labels, value }) => {
    const then = was.get(keyOf(labels)) ?? Number.NaN;
    return Number.isNaN(then) || Math.abs(value - then) > MOVED * Math.max(Math.abs(value), Math.abs(then));
  });
  return moved ? undefined : 'it does not move under a load';
}

function keyOf(labels: Sampled['labels']): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
