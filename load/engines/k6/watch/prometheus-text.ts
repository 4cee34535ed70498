/** One sample of Prometheus's text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE =
  /^(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})?\s+(?<value>\S+)(?:\s+-?\d+(?:\.\d+)?)?(?:\s+#.*)?$/;
const LABEL = /\s*([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"\s*(?:,|$)/y;
const NOT_NUMBERS: Readonly<Record<string, number>> = { '+Inf': Infinity, '-Inf': -Infinity, NaN };

/**
 * The samples with one of these names; other lines are not looked into. Throws an error that shows the first of them that is
 * malformed, and one for a text that is none of Prometheus's at all.
 */
export function samplesIn(text: string, names: ReadonlySet<string>): readonly Sample[] {
  const samples: Sample[] = [];
  let known = false;
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const name = /^[a-zA-Z_:][\w:]*(?=[{ \t])/.exec(line)?.[0];
    known ||= name !== undefined;
    if (name !== undefined && names.has(name)) samples.push(sampleOf(line));
  }
  if (!known) throw new Error(`not Prometheus text: ${text.slice(0, 80)}`);
  return samples;
}

function sampleOf(line: string): Sample {
  const groups = SAMPLE.exec(line)?.groups;
  const value = groups?.['value'];
  const labels = labelsIn(groups?.['labels'] ?? '');
  const number = value === undefined ? undefined : (NOT_NUMBERS[value] ?? Number(value));
  if (groups?.['name'] === undefined || labels === undefined || number === undefined)
    throw new Error(`not a Prometheus sample: ${line.slice(0, 200)}`);
  if (Number.isNaN(number) && value !== 'NaN') throw new Error(`not a number: ${line.slice(0, 200)}`);
  return { name: groups['name'], labels, value: number };
}

/** Undefined when something in between is no label. */
function labelsIn(text: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  let end = 0;
  for (let match = LABEL.exec(text); match !== null && end < text.length; match = LABEL.exec(text)) {
    const [, name = '', value = ''] = match;
    labels[name] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
    end = LABEL.lastIndex;
  }
  return end === text.length ? labels : undefined;
}
