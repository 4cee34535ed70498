import { expect } from 'vitest';
import type { Answer } from '../shared/client.ts';
import { attribute, attributeOf, type Element, elementsIn, elementsOf, textOf } from '../shared/html.ts';

/**
 * What holds of every page, whatever it shows: what refers to an id finds it, nothing has another's; fields have labels, cells the
 * column that they say, forms a button that sends them; the head is whole, and the page says whose it is and of which trace.
 */
export function expectWired({ body, headers, what }: Answer, user: string | undefined): void {
  const elements = elementsIn(String(body));
  const of = (name: string) => elements.filter(({ tagName }) => tagName === name);
  const ids = elements.flatMap((element) => attributeOf(element, 'id') ?? []);
  expect(ids.toSorted(), `${what}: ids`).toEqual([...new Set(ids)].toSorted());
  expect(ids, `${what}: an id of nothing`).not.toContain('');
  expect(
    elements.flatMap(referred).filter((id) => !ids.includes(id)),
    `${what}: ids of nothing`,
  ).toEqual([]);
  expect(
    of('input')
      .filter((input) => isOpen(input) && !isLabelled(input, of('label')))
      .map(nameOf),
    `${what}: fields of no label`,
  ).toEqual([]);
  expect(
    of('form')
      .filter((form) => buttonsOf(form).length !== 1)
      .map((form) => attribute(form, 'action')),
    `${what}: forms without one button`,
  ).toEqual([]);
  for (const table of of('table')) expectColumns(table, what);
  for (const bar of elements.filter((element) => attribute(element, 'role') === 'progressbar'))
    expect(
      elementsOf(bar, 'svg').map((svg) => attributeOf(svg, 'aria-hidden')),
      `${what}: what a bar draws`,
    ).toEqual(['true']);
  expectHead(elements, { headers, what });
  expect(attributeOf(of('body')[0] as Element, 'data-user'), `${what}: whose page it is`).toBe(user);
  const main = of('main').map((one) => [attribute(one, 'id'), attribute(one, 'tabindex')]);
  expect(main, `${what}: where "Skip to content" leads`).toEqual([['content', '-1']]);
  expect(ids, `${what}: where the script says that the browser is offline`).toContain('offline');
}

function expectHead(elements: readonly Element[], { headers, what }: Pick<Answer, 'headers' | 'what'>): void {
  const of = (name: string, ...attributes: string[]) =>
    elements
      .filter(({ tagName }) => tagName === name)
      .map((element) => attributes.map((one) => attributeOf(element, one) ?? 'none').join(' '));
  expect(of('html', 'lang'), `${what}: language`).toEqual(['en']);
  expect(of('link', 'rel', 'href', 'type'), `${what}: links of its head`).toEqual([
    'icon /favicon.svg image/svg+xml',
    'stylesheet /assets/app.css none',
  ]);
  const scripts = elements.filter(({ tagName }) => tagName === 'script');
  const defers = scripts.map((one) => attributeOf(one, 'defer') !== undefined);
  expect([of('script', 'src'), defers], `${what}: its one script`).toEqual([['/assets/app.js'], [true]]);
  expect(of('meta', 'charset'), `${what}: charset`).toContain('utf-8');
  const metas = new Map(
    elements
      .filter(({ tagName }) => tagName === 'meta')
      .map((meta) => [attribute(meta, 'name'), attribute(meta, 'content')]),
  );
  expect(metas.get('viewport'), `${what}: viewport`).toBe('width=device-width, initial-scale=1');
  expect(metas.get('color-scheme'), `${what}: colours`).toBe('light dark');
  expect(metas.get('traceparent'), `${what}: its trace`).toBe(headers.get('traceparent'));
}

function expectColumns(table: Element, what: string): void {
  const columns = elementsOf(table, 'thead').flatMap((head) => elementsOf(head, 'th'));
  expect(
    columns.map((column) => attribute(column, 'scope')),
    `${what}: columns`,
  ).toEqual(columns.map(() => 'col'));
  for (const row of elementsOf(table, 'tbody').flatMap((rows) => elementsOf(rows, 'tr'))) {
    const heads = elementsOf(row, 'th').map((head) => attribute(head, 'scope'));
    const cells = row.childNodes.filter((child) => 'tagName' in child);
    const isWhole = cells.length === columns.length;
    expect(heads, `${what}: heads of a row`).toEqual(isWhole ? ['row'] : []);
    // A phone shows no columns: each cell says its own. One across all columns says nothing of them.
    if (!isWhole)
      expect(
        cells.map((cell) => attribute(cell, 'colspan')),
        what,
      ).toEqual([String(columns.length)]);
    for (const [place, cell] of cells.entries()) {
      const column = columns[place];
      if (!isWhole || cell.tagName === 'th' || attribute(cell, 'class').includes('action')) continue;
      expect(attribute(cell, 'data-label'), `${what}: the column that a cell says`).toBe(
        column && textOf(column),
      );
    }
  }
}

function referred(element: Element): readonly string[] {
  const names = [
    'aria-labelledby',
    'aria-describedby',
    'aria-controls',
    ...(element.tagName === 'label' ? ['for'] : []),
  ];
  const [, anchor] = /^#(.+)$/.exec(attribute(element, 'href')) ?? [];
  return [
    ...names.flatMap((name) => attributeOf(element, name)?.split(' ') ?? []),
    ...(anchor === undefined ? [] : [anchor]),
  ];
}

const nameOf = (input: Element) => attribute(input, 'name');
const isOpen = (input: Element) => attribute(input, 'type') !== 'hidden';
const isLabelled = (input: Element, labels: readonly Element[]) =>
  labels.some((label) => attribute(label, 'for') === attribute(input, 'id') && textOf(label) !== '');
const buttonsOf = (form: Element) =>
  elementsOf(form, 'button').filter((button) => attribute(button, 'type') === 'submit');
