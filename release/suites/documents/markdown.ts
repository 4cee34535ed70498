/** The rows of a table below these titles of columns, without the formatting of their cells; none where there is no such table. */
export function tableIn(markdown: string, titles: readonly string[]): readonly (readonly string[])[] {
  const lines = markdown.split('\n');
  const from = lines.findIndex((line) => cellsOf(line).join('|') === titles.join('|'));
  if (from === -1) return [];
  const rows = lines.slice(from + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end === -1 ? rows.length : end).map(cellsOf);
}

function cellsOf(line: string): readonly string[] {
  if (!line.startsWith('|')) return [];
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''));
}

/** What stands below that heading of the second level; undefined where there is none. */
export function sectionOf(markdown: string, heading: string): string | undefined {
  const sections = `\n${markdown}`.split(/\n## /).slice(1);
  const found = sections.find((text) => text.split('\n', 1)[0]?.trim() === heading);
  return found?.slice(found.indexOf('\n') + 1).trim();
}

/** The numbered steps of it, each as one text. */
export function stepsIn(section: string): readonly string[] {
  return section
    .split('\n')
    .filter((line) => /^\d+\. \S/.test(line))
    .map((line) => line.replace(/^\d+\. /, ''));
}
