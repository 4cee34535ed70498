import Table from 'cli-table3';
import pc from 'picocolors';
import { fit } from './fit.ts';
import { shown } from './output.ts';

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** A name with a line break must not look like two rows. */
function cellOf(text: string): string {
  return shown(text).replaceAll('\n', String.raw`\n`);
}

/** Plain columns with a bold head, for the terminal; with a `width`, none is wider, and columns that do not fit are cut or left out. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width = Infinity,
): string {
  const cells = rows.map((row) => row.map(cellOf));
  const widths = fit(
    head.map((one, column) => Math.max(one.length, ...cells.map((row) => row[column]?.length ?? 0))),
    width,
  );
  const made = new Table({
    head: head.slice(0, widths.length).map((cell) => pc.bold(cell)),
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    ...(width !== Infinity && { colWidths: [...widths] }),
  });
  made.push(...cells.map((row) => row.slice(0, widths.length)));
  return made.toString();
}
