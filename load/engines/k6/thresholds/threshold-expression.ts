/** k6's own threshold, `p(95)<300`, as data. `stat` is spelled as in our metric names: `p95`. */
export interface ThresholdExpression {
  readonly stat: string;
  readonly operator: Operator;
  readonly limit: number;
}

const OPERATORS = {
  '<=': (value: number, limit: number) => value <= limit,
  '<': (value: number, limit: number) => value < limit,
  '>=': (value: number, limit: number) => value >= limit,
  '>': (value: number, limit: number) => value > limit,
  '===': (value: number, limit: number) => value === limit,
  '==': (value: number, limit: number) => value === limit,
  '!=': (value: number, limit: number) => value !== limit,
} as const;
type Operator = keyof typeof OPERATORS;

const EXPRESSION =
  /^\s*(?:(?<stat>avg|min|max|med|count|rate|value)|p\(\s*(?<percent>\d+(?:\.\d+)?)\s*\))\s*(?<operator><=|>=|===|==|!=|<|>)\s*(?<limit>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;

/** Undefined when k6 would refuse it too. */
export function parseThresholdExpression(text: string): ThresholdExpression | undefined {
  const groups = EXPRESSION.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const percent = groups['percent'];
  if (percent !== undefined && Number(percent) > 100) return undefined;
  return {
    stat: percent === undefined ? (groups['stat'] ?? '') : `p${Number(percent)}`,
    operator: groups['operator'] as Operator,
    limit: Number(groups['limit']),
  };
}

export function holds({ operator, limit }: ThresholdExpression, value: number): boolean {
  return OPERATORS[operator](value, limit);
}
