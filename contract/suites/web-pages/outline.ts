import { attribute, attributeOf, type Element, elementsOf, elementsIn, textOf } from '../shared/html.ts';

/**
 * What a page says, a line for each thing in its order: landmarks, headings, lists, tables with the column of each cell, links and
 * where they lead, forms with all that they send, fields and buttons by the names that screen readers say, times with their instants,
 * and the texts. How it looks is left out, but for the classes that colour a state.
 */
export function outlineOf(page: string): readonly string[] {
  const elements = elementsIn(page);
  const [body] = elements.filter(({ tagName }) => tagName === 'body');
  const byId = new Map(elements.map((element) => [attributeOf(element, 'id'), element]));
  const labels = new Map(
    elements.filter(({ tagName }) => tagName === 'label').map((label) => [attributeOf(label, 'for'), label]),
  );
  const outline = new Outline({ byId, labels });
  if (body !== undefined) outline.read(body);
  return outline.end();
}

interface Names {
  readonly byId: ReadonlyMap<string | undefined, Element>;
  readonly labels: ReadonlyMap<string | undefined, Element>;
}

const words = (text: string): string => text.replace(/\s+/g, ' ').trim();
const said = (element: Element): string => words(textOf(element));
const quoted = (text: string): string => `"${text}"`;
const LANDMARKS: Readonly<Record<string, string>> = {
  header: 'banner',
  nav: 'navigation',
  main: 'main',
  footer: 'contentinfo',
  section: 'region',
  search: 'search',
  article: 'article',
  ul: 'list',
  ol: 'list',
  li: 'item',
};
const BLOCKS = new Set(['p', 'div', 'dl', 'td', 'th']);

class Outline {
  readonly #names: Names;
  readonly #lines: string[] = [];
  #text = '';
  #columns: readonly string[] = [];
  #column = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  end(): readonly string[] {
    this.#flush();
    return this.#lines;
  }

  read(element: Element): void {
    for (const child of element.childNodes)
      if ('value' in child) this.#text += child.value;
      else if ('tagName' in child) this.#readElement(child);
  }

  #readElement(element: Element): void {
    const line = this.#lineOf(element);
    if (attributeOf(element, 'data-live') !== undefined) this.#add(liveLine(element));
    if (BLOCKS.has(element.tagName)) this.#flush();
    if (line !== undefined) this.#add(line);
    if (line === undefined || !isWhole(element)) this.read(element);
    if (BLOCKS.has(element.tagName)) this.#flush();
  }

  #add(line: string): void {
    this.#flush();
    if (line !== '') this.#lines.push(line);
  }

  #flush(): void {
    const text = words(this.#text);
    this.#text = '';
    if (text !== '') this.#lines.push(quoted(text));
  }

  /** Undefined for what only holds others; empty for what is told elsewhere. */
  #lineOf(element: Element): string | undefined {
    const { tagName } = element;
    const role = attributeOf(element, 'role');
    if (role === 'alert' || role === 'status') return `${role} ${quoted(said(element))}`;
    if (role === 'progressbar') return this.#progress(element);
    if (role === 'img') return this.#image(element);
    const landmark = LANDMARKS[tagName];
    if (tagName === 'tr') return this.#row(element);
    if (landmark !== undefined) return [landmark, this.#quotedName(element)].filter(Boolean).join(' ');
    if (/^h[1-6]$/.test(tagName)) return `${tagName} ${said(element)}`;
    switch (tagName) {
      case 'table':
        this.#columns = elementsOf(element, 'thead').flatMap((head) => elementsOf(head, 'th').map(said));
        return `table ${this.#quotedName(element)}: ${this.#columns.join(' | ')}`;
      case 'td':
      case 'th':
        return `cell ${this.#columns[this.#column++] ?? 'of no column'}`;
      case 'thead':
      case 'label':
        return '';
      case 'a':
        return this.#link(element);
      case 'form':
        return formLine(element);
      case 'input':
        return this.#field(element);
      case 'button':
        return [`button ${this.#shown(element)}`, ...idOf(element)].join(', ');
      case 'time':
        return `time ${attribute(element, 'datetime')} ${quoted(said(element))}`;
      case 'mark':
        return `found ${quoted(textOf(element))}`;
      case 'dt':
      case 'dd':
        return `${tagName === 'dt' ? 'term' : 'value'} ${said(element)}`;
      case 'span':
        return stateLine(element);
      default:
        return undefined;
    }
  }

  #row(element: Element): string {
    this.#column = 0;
    return ['row', ...idOf(element), attribute(element, 'data-status')].filter(Boolean).join(' ');
  }

  /** What stands between the tags, and beside it what is read out instead. */
  #shown(element: Element): string {
    const label = attributeOf(element, 'aria-label');
    return label === undefined ? quoted(said(element)) : `${quoted(said(element))} as ${quoted(label)}`;
  }

  #quotedName(element: Element): string {
    const labelledBy = attributeOf(element, 'aria-labelledby');
    const named = labelledBy === undefined ? undefined : this.#names.byId.get(labelledBy);
    const name = attributeOf(element, 'aria-label') ?? (named && said(named));
    return name === undefined ? '' : quoted(name);
  }

  #link(element: Element): string {
    const flags = [
      flag('current', attributeOf(element, 'aria-current')),
      flag('rel', attributeOf(element, 'rel')),
      attributeOf(element, 'download') === undefined ? '' : 'download',
      ...elementsOf(element, 'img').map((image) => `image ${attribute(image, 'src')} ${altOf(image)}`),
    ].filter(Boolean);
    return [`link ${attribute(element, 'href')} ${this.#shown(element)}`, ...flags].join(', ');
  }

  #field(element: Element): string {
    const [type, name] = [attribute(element, 'type') || 'text', attribute(element, 'name')];
    const value = attributeOf(element, 'value');
    if (type === 'hidden') return `hidden ${name}=${value ?? ''}`;
    const label = this.#names.labels.get(attribute(element, 'id'));
    const hintId = attributeOf(element, 'aria-describedby');
    const hint = hintId === undefined ? undefined : this.#names.byId.get(hintId);
    return [
      `field ${quoted(label === undefined ? 'of no label' : said(label))} ${name}`,
      type,
      attributeOf(element, 'required') === undefined ? '' : 'required',
      flag('at most', attributeOf(element, 'maxlength')),
      flag('autocomplete', attributeOf(element, 'autocomplete')),
      flag('like', attributeOf(element, 'placeholder')),
      flag('takes', attributeOf(element, 'accept')),
      hint === undefined ? '' : `told ${quoted(said(hint))}`,
      value === undefined ? '' : `holds ${quoted(value)}`,
    ]
      .filter(Boolean)
      .join(', ');
  }

  #progress(element: Element): string {
    const [now, min, max] = ['now', 'min', 'max'].map((name) => attribute(element, `aria-value${name}`));
    const bars = elementsOf(element, 'rect').map((bar) => attribute(bar, 'width'));
    return `progressbar ${this.#quotedName(element)} ${now} of ${min}–${max}, bar ${bars.join()}, ${quoted(said(element))}`;
  }

  #image(element: Element): string {
    const lines = elementsOf(element, 'polyline').map((line) => attribute(line, 'points'));
    return `image ${this.#quotedName(element)} of ${lines.join()}`;
  }
}

const idOf = (element: Element) => {
  const id = attributeOf(element, 'id');
  return id === undefined ? [] : [`#${id}`];
};

/** A part that the script takes anew by its id; and of which workflow's runs it hears. */
function liveLine(element: Element): string {
  const workflow = attributeOf(element, 'data-workflow');
  return ['live', ...idOf(element), workflow === undefined ? '' : `of ${workflow}`].filter(Boolean).join(' ');
}

const flag = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `${name} ${value}`;

/** Whether its line tells all that is in it. */
function isWhole({ tagName, attrs }: Element): boolean {
  if (attrs.some(({ name, value }) => name === 'role' && /^(alert|status|progressbar|img)$/.test(value)))
    return true;
  return /^(h[1-6]|thead|label|a|button|time|mark|dt|dd|input|span)$/.test(tagName);
}

function formLine(form: Element): string {
  const isMultipart = attribute(form, 'enctype') === 'multipart/form-data';
  return `form ${attribute(form, 'method')} ${attribute(form, 'action')}${isMultipart ? ' of files' : ''}`;
}

/** What it says of a state, and the class that colours it. */
function stateLine(element: Element): string | undefined {
  const [kind, ...states] = attribute(element, 'class').split(' ');
  return kind === 'status' || kind === 'run'
    ? `${kind} ${states.join(' ')} ${quoted(said(element))}`
    : undefined;
}

const altOf = (image: Element) => quoted(attributeOf(image, 'alt') ?? 'of no name');
