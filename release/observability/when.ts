import { parser } from '@prometheus-io/lezer-promql';

const COMPARISONS: Readonly<Record<string, true>> = {
  '>': true,
  '>=': true,
  '<': true,
  '<=': true,
  '==': true,
  '!=': true,
};

/** With what an expression compares its value last, `> 0.01`; undefined where that is no number. */
export function whenOf(expr: string): string | undefined {
  let found: string | undefined;
  let isOver = false;
  parser.parse(expr).iterate({
    enter({ node }) {
      if (isOver || node.name !== 'BinaryExpr') return;
      isOver = true;
      const [operator, right] = [node.firstChild?.nextSibling, node.lastChild];
      if (!operator || right?.name !== 'NumberDurationLiteral') return;
      const [said, number] = [operator, right].map(({ from, to }) => expr.slice(from, to));
      if (said !== undefined && said in COMPARISONS) found = sameWhen(`${said} ${number ?? ''}`);
    },
  });
  return found;
}

/** The same for the same number, however it is written. */
export function sameWhen(text: string): string {
  const [said = '', number] = text.split(' ');
  return `${said} ${Number(number)}`;
}
