import type { Alert } from '../../observability/rules.ts';

/** What Prometheus and Alertmanager add to each alert. */
const ALWAYS = ['alertname'];

/**
 * What messages and routes ask for and some alert may not have, so that a word is missing there, or nobody is told: labels that neither its
 * rule nor `given` has, and annotations. Labels of its series count as there where its expression names them.
 */
export function unsaid(
  messages: string,
  alerts: readonly Alert[],
  given: readonly string[],
): readonly string[] {
  const named = (pattern: RegExp) => [
    ...new Set([...messages.matchAll(pattern)].map(([, name = '']) => name)),
  ];
  const labels = named(/\.(?:CommonLabels|GroupLabels|Labels)\.(\w+)/g);
  const annotations = named(/\.(?:CommonAnnotations|Annotations)\.(\w+)/g);
  return alerts.flatMap((alert) => {
    const has = [...ALWAYS, ...given, ...Object.keys(alert.labels ?? {})];
    return [
      ...labels
        .filter((name) => !has.includes(name) && !isOfSeries(alert, name))
        .map((name) => `${alert.alert} has no label ${name}`),
      ...annotations
        .filter((name) => alert.annotations?.[name] === undefined)
        .map((name) => `${alert.alert} has no annotation ${name}`),
    ];
  });
}

/** Each series has its job; what is summed has it only where it is summed by it. */
function isOfSeries({ expr }: Alert, name: string): boolean {
  const isSummed = /\b(?:sum|min|max|avg|count)\b/.test(expr);
  return isSummed ? new RegExp(`\\bby \\([^)]*\\b${name}\\b`).test(expr) : name === 'job';
}
