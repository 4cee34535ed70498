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
  /^\s*(?:(?<stat>avg|min|max|med|count|rate|value)|p\((?<percent>\d+(?:\.\d+)?)\))\s*(?<operator><=|>=|===|==|!=|<|>)\s*(?<limit>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;

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

/** Of a value that lies from `least` to `most`: undefined where it holds for some of these and not for others. */
export function holdsBetween(
  expression: ThresholdExpression,
  [least, most]: readonly [number, number],
): boolean | undefined {
  const { limit } = expression;
  const ends = [least, most, ...(limit > least && limit < most ? [limit] : [])];
  const said = ends.map((value) => holds(expression, value));
  return said.every((one) => one === said[0]) ? said[0] : undefined;
}

export function holds({ operator, limit }: ThresholdExpression, value: number): boolean {
  return OPERATORS[operator](value, limit);
}
