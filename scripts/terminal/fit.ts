/** Columns of the terminal that is written to; 80 where there is none. */
export function terminalWidth(
  { columns }: { readonly columns?: number | undefined } = process.stdout,
): number {
  return columns === undefined || columns <= 0 ? 80 : columns;
}

/** Between two columns. */
const GAP = 2;

/** A column that is cut shorter says nothing any more. */
const LEAST = 20;

/**
 * How wide each column may be for all to fit into a width. The first, which names its row, stays whole; of the others the widest give
 * way first, and where all would become too narrow the last are left out.
 */
export function fit(widths: readonly number[], width: number): readonly number[] {
  const [first = 0, ...others] = widths;
  for (let kept = others.length; kept > 0; kept--) {
    const share = others.slice(0, kept);
    const most = mostOf(share, width - first - GAP * kept);
    if (share.every((one) => one <= most || most >= LEAST))
      return [first, ...share.map((one) => Math.min(one, most))];
  }
  return widths.slice(0, 1);
}

/** What none may be wider than, for all to fit. */
function mostOf(widths: readonly number[], room: number): number {
  let left = room;
  for (const [index, one] of widths.toSorted((a, b) => a - b).entries()) {
    const share = Math.floor(left / (widths.length - index));
    if (one > share) return share;
    left -= one;
  }
  return Infinity;
}

/** Words side by side, in lines that fit, behind so many spaces; one that does not fit alone is not cut. */
export function indented(words: readonly string[], by: number, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && by + last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => ' '.repeat(by) + line);
}
