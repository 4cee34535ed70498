/** A k6 metric, or the part of it whose samples carry all of these tags: k6's own notation, `http_req_duration{service:api}`. */
export interface Selector {
  readonly metric: string;
  readonly tags: readonly Tag[];
}
export interface Tag {
  readonly name: string;
  readonly value: string;
}

/** A metric of evidence: `[<prefix>.]<k6 metric>[{tag:value,…}].<stat>`. */
export interface MetricName {
  /** Without the prefix, otherwise as it was written. */
  readonly name: string;
  readonly selector: Selector;
  readonly stat: string;
}

const NAME =
  /^(?:[^{}]*\.)?(?<name>(?<metric>[A-Za-z_]\w{0,127})(?:\{(?<tags>[^]*)\})?\.(?<stat>avg|min|max|med|count|rate|value|p\d+(?:\.\d+)?))$/;
const SELECTOR = /^(?<metric>[A-Za-z_]\w{0,127})(?:\{(?<tags>[^]*)\})?$/;

/** The parts of a metric's name, whatever its prefix; undefined when it cannot be one of k6's. */
export function parseMetricName(name: string): MetricName | undefined {
  const groups = NAME.exec(name)?.groups;
  const tags = parseTags(groups?.['tags']);
  if (groups?.['metric'] === undefined || groups['stat'] === undefined || tags === undefined)
    return undefined;
  return { name: groups['name'] ?? name, selector: { metric: groups['metric'], tags }, stat: groups['stat'] };
}

/** What a k6 threshold is keyed by; undefined when k6 would not understand it. */
export function parseSelector(text: string): Selector | undefined {
  const groups = SELECTOR.exec(text.trim())?.groups;
  const tags = parseTags(groups?.['tags']);
  return groups?.['metric'] === undefined || tags === undefined
    ? undefined
    : { metric: groups['metric'], tags };
}

/** The one spelling of a selector: tags sorted, no blanks. */
export function selectorText({ metric, tags }: Selector): string {
  if (tags.length === 0) return metric;
  const parts = tags.map((tag) => `${tag.name}:${tag.value}`).sort();
  return `${metric}{${parts.join(',')}}`;
}

function parseTags(text: string | undefined): Tag[] | undefined {
  if (text === undefined) return [];
  const tags = text.split(',').map(parseTag);
  return tags.every((tag) => tag !== undefined) ? tags : undefined;
}

/** As k6 reads it: whatever quotes stand around a name or a value are no part of it. */
function parseTag(text: string): Tag | undefined {
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1) return undefined;
  return { name: unquoted(text.slice(0, colon)), value: unquoted(text.slice(colon + 1)) };
}

function unquoted(text: string): string {
  return text.trim().replace(/^["']+|["']+$/g, '');
}
