import Table from 'cli-table3';
import pc from 'picocolors';
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

/** Plain columns with a bold head, for the terminal. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const made = new Table({
    head: head.map((cell) => pc.bold(cell)),
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  made.push(...rows.map((row) => row.map(cellOf)));
  return made.toString();
}
