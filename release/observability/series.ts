import { parser } from '@prometheus-io/lezer-promql';

/** The names of the series that an expression asks for. */
export function seriesIn(expr: string): readonly string[] {
  const names = new Set<string>();
  parser.parse(expr).iterate({
    enter({ node: { name, from, to, parent } }) {
      if (name === 'Identifier' && parent?.name === 'VectorSelector') names.add(expr.slice(from, to));
    },
  });
  return [...names];
}
