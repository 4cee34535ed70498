import type { Row } from '../samples/csv-rows.ts';

export interface RowSource {
  /** The next rows; undefined when there are no more. */
  next(): Promise<readonly Row[] | undefined>;
}

interface Head {
  readonly source: RowSource;
  readonly index: number;
  rows: readonly Row[];
  at: number;
}

/**
 * Gives the rows of several recordings as if they came at once: whichever is behind in time goes next. Each recording is in
 * order give or take a second, and so is the result. Holds one piece of each. `onRow` is told whose row it is; `onPiece` is
 * called now and then, for what is to be done while rows come.
 */
export async function mergeRows(
  sources: readonly RowSource[],
  onRow: (row: Row, index: number) => void,
  onPiece: () => void = () => undefined,
): Promise<void> {
  const heads: Head[] = sources.map((source, index) => ({ source, index, rows: [], at: 0 }));
  let open = await filled(heads);
  while (open.length > 0) {
    const head = earliest(open);
    const row = head.rows[head.at];
    if (row === undefined) {
      onPiece();
      open = await filled(open);
    } else {
      head.at++;
      onRow(row, head.index);
    }
  }
}

/** Those that have a row. */
async function filled(heads: readonly Head[]): Promise<Head[]> {
  const left: Head[] = [];
  for (const head of heads) if (await fill(head)) left.push(head);
  return left;
}

async function fill(head: Head): Promise<boolean> {
  while (head.at >= head.rows.length) {
    const rows = await head.source.next();
    if (rows === undefined) return false;
    [head.rows, head.at] = [rows, 0];
  }
  return true;
}

/** One that has to be read on comes first: what it has next may be the earliest. */
function earliest(heads: readonly Head[]): Head {
  return heads.reduce((least, head) => (timeOf(head) < timeOf(least) ? head : least));
}

function timeOf({ rows, at }: Head): number {
  return rows[at]?.atMs ?? Number.NEGATIVE_INFINITY;
}
