import { parser } from '@prometheus-io/lezer-promql';
import { seriesIn } from '../../observability/series.ts';
import type { DashboardOptions } from './options.ts';
import type { Panel } from './panels.ts';

type Listed = DashboardOptions['panels'][string];

/**
 * In what a panel does not show what it says, though it may move: other series than it is listed to be made of, another unit, or other
 * quantiles than its title names.
 */
export function differences(
  { title, exprs, legends, unknown, unit = 'none' }: Panel,
  listed: Pick<Listed, 'series' | 'unit'>,
): readonly string[] {
  const series = [...new Set(exprs.flatMap(seriesIn))];
  const rows = [
    ['series', series, listed.series],
    ['unit', [unit], [listed.unit]],
    ['variables that the dashboard does not have', unknown, []],
    ['quantiles', exprs.flatMap(quantilesIn), namedIn(title)],
  ] as const;
  const misnamed = exprs.filter((expr, at) => {
    const named = namedIn(legends[at] ?? '');
    return named.length > 0 && said(named) !== said(quantilesIn(expr));
  });
  const wrong = rows
    .map(([what, is, wanted]) => [what, said(is), said(wanted)] as const)
    .filter(([, is, wanted]) => is !== wanted)
    .map(([what, is, wanted]) => `${what}: ${is}, expected ${wanted}`);
  return [...wrong, ...misnamed.map((expr) => `its legend names another quantile than ${expr}`)];
}

const said = (all: readonly (string | number)[]): string => all.map(String).toSorted().join(', ') || 'none';

/** `p95` and `p999` in a title or a legend. */
function namedIn(title: string): readonly number[] {
  return [...title.matchAll(/\bp(\d+)\b/g)].map(([, digits = '']) => Number(`0.${digits}`));
}

function quantilesIn(expr: string): readonly number[] {
  const found: number[] = [];
  parser.parse(expr).iterate({
    enter({ node }) {
      if (node.name !== 'FunctionCall') return;
      const called = node.getChild('FunctionIdentifier');
      const by = node.getChild('FunctionCallBody')?.getChild('NumberDurationLiteral');
      if (!called || !by || expr.slice(called.from, called.to) !== 'histogram_quantile') return;
      found.push(Number(expr.slice(by.from, by.to)));
    },
  });
  return found;
}
