import type { Series } from '../../observability/values-of.ts';

/** What a panel shows before a load, and during it. */
export interface Shown {
  readonly quiet: readonly Series[];
  readonly loaded: readonly Series[];
}

/** Why a panel is of no use for one of those whom it is to show: it is empty, or stands still whatever happens. Undefined when it is. */
export function uselessFor({ quiet, loaded }: Shown, by: string, of: string): string | undefined {
  const here = ({ labels }: Series) => labels[by] === of;
  const now = loaded.filter(here).filter(({ values }) => values.length > 0);
  if (now.length === 0) return `${of}: empty`;
  const before = quiet.filter(here);
  const moves = now.some(({ labels, values }) => {
    const was = before.find((one) => sameLabels(one.labels, labels))?.values ?? [];
    return values.some((value) => value > Math.max(...was) || value < Math.min(...was));
  });
  return moves ? undefined : `${of}: a load moves nothing (${now[0]?.values.at(-1) ?? ''})`;
}

/** What it shows and must not, by labels and what theirs may never be. */
export function foreignIn({ loaded }: Shown, never: Readonly<Record<string, string>>): readonly string[] {
  const found = Object.entries(never).flatMap(([label, values]) => {
    const isForeign = new RegExp(`^(?:${values})$`);
    return loaded
      .filter(({ labels, values: shown }) => shown.length > 0 && isForeign.test(labels[label] ?? ''))
      .map(({ labels }) => `it shows ${label} ${labels[label] ?? ''}`);
  });
  return [...new Set(found)];
}

/** The labels that a legend names and that what is shown does not have: nobody could tell its series apart. */
export function namelessIn({ loaded }: Shown, legend: string): readonly string[] {
  return [...legend.matchAll(/\{\{\s*(\w+)\s*\}\}/g)]
    .map(([, label = '']) => label)
    .filter((label) => loaded.some(({ labels }) => labels[label] === undefined))
    .map((label) => `its legend names ${label}, which its series do not have`);
}

function sameLabels(one: Series['labels'], other: Series['labels']): boolean {
  const entries = Object.entries(one);
  return (
    entries.length === Object.keys(other).length && entries.every(([name, value]) => other[name] === value)
  );
}
