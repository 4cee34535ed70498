import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** An expression with one thing changed, and what that was. */
export interface Changed {
  readonly expr: string;
  readonly what: string;
}

const OPPOSITE: Readonly<Record<string, string>> = {
  ...{ '>': '<', '<': '>', '>=': '<', '<=': '>', '==': '!=', '!=': '==' },
  ...{ '=': '!=', '=~': '!~', '!~': '=~' },
};
const COMPARISONS = ['Gtr', 'Lss', 'Gte', 'Lte', 'Eql', 'Eqlc', 'EqlC', 'Neq', 'EqlComparison'];
const FACTORS = [2, 0.5];

/** Everything that may be wrong in an alert's expression, once each: threshold, comparison, names of series, labels, quantiles. */
export function changesOf(expr: string): readonly Changed[] {
  const changes: Changed[] = [];
  const textOf = ({ from, to }: { from: number; to: number }) => expr.slice(from, to);
  const change = (node: { from: number; to: number }, by: string, about: string) =>
    void changes.push({
      expr: expr.slice(0, node.from) + by + expr.slice(node.to),
      what: `${about}: ${textOf(node)} → ${by === '' ? 'nothing' : by}`,
    });
  parser.parse(expr).iterate({
    enter({ node }) {
      if (isComparison(node, textOf(node))) {
        change(node, OPPOSITE[textOf(node)] ?? '', 'comparison');
        for (const side of [node.prevSibling, node.parent?.lastChild])
          if (side?.name === 'NumberDurationLiteral')
            for (const by of otherNumbers(textOf(side))) change(side, by, 'threshold');
      }
      if (node.name === 'Identifier' && node.parent?.name === 'VectorSelector')
        change(node, `${textOf(node)}_gone`, 'series');
      if (node.name.endsWith('LabelMatcher')) changeMatcher(node, textOf, change);
      if (node.name === 'GroupingLabels') change(node, '()', 'labels');
      if (node.name === 'FunctionCall') changeQuantile(node, textOf, change);
    },
  });
  return changes;
}

type TextOf = (node: { from: number; to: number }) => string;
type Change = (node: { from: number; to: number }, by: string, about: string) => void;

function isComparison(node: SyntaxNode, text: string): boolean {
  return node.parent?.name === 'BinaryExpr' && text in OPPOSITE && COMPARISONS.includes(node.name);
}

function otherNumbers(text: string): readonly string[] {
  const value = Number(text);
  if (!Number.isFinite(value)) return [];
  return value === 0 ? ['1'] : FACTORS.map((factor) => String(value * factor));
}

function changeMatcher(node: SyntaxNode, textOf: TextOf, change: Change): void {
  const operator = node.getChild('MatchOp');
  const value = node.getChild('StringLiteral');
  const opposite = operator && OPPOSITE[textOf(operator)];
  if (operator && opposite) change(operator, opposite, `label ${textOf(node)}`);
  if (value) change(value, '"another"', `label ${textOf(node)}`);
  if (operator && value) change({ from: operator.from, to: value.to }, '=~".*"', `label ${textOf(node)}`);
}

/** A quantile becomes the median, and the average that people mistake it for. */
function changeQuantile(node: SyntaxNode, textOf: TextOf, change: Change): void {
  if (node.getChild('FunctionIdentifier') === null || !/^histogram_quantile\b/.test(textOf(node))) return;
  const quantile = node.getChild('FunctionCallBody')?.getChild('NumberDurationLiteral');
  if (quantile) change(quantile, '0.5', 'quantile');
  const argument =
    quantile &&
    textOf(node)
      .slice(quantile.to - node.from)
      .replace(/^\s*,/, '')
      .replace(/\)$/, '')
      .trim();
  if (!argument) return;
  const of = (suffix: string) => argument.replace(/_bucket\b/, suffix).replace(/\ble\s*,\s*|,?\s*\ble\b/, '');
  change(node, `(${of('_sum')} / ${of('_count')})`, 'an average in place of a quantile');
}

/** Whether it divides a sum of times by their number: the average, which says nothing of the slow ones. */
export function isAverage(expr: string): boolean {
  const series = new Set<string>();
  parser.parse(expr).iterate({
    enter({ node }) {
      if (node.name === 'Identifier' && node.parent?.name === 'VectorSelector')
        series.add(expr.slice(node.from, node.to));
      if (node.name === 'Avg') series.add('avg');
    },
  });
  const averaged = [...series].some(
    (name) => name.endsWith('_sum') && series.has(name.replace(/_sum$/, '_count')),
  );
  return averaged || (series.has('avg') && /_(ms|seconds)\b/.test(expr));
}
