import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

/** A form as a page holds it, with what is filled in already. */
export interface Form {
  /** A path of the page's own site. */
  readonly action: string;
  readonly enctype: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Of a page's forms those that are posted. */
export function formsOf(page: string): readonly Form[] {
  return elementsOf(parse(page), 'form')
    .filter((form) => attribute(form, 'method').toLowerCase() === 'post')
    .map((form) => ({
      action: attribute(form, 'action'),
      enctype: attribute(form, 'enctype') || 'application/x-www-form-urlencoded',
      fields: Object.fromEntries(
        elementsOf(form, 'input')
          .filter((input) => attribute(input, 'name') !== '' && attribute(input, 'type') !== 'file')
          .map((input) => [attribute(input, 'name'), attribute(input, 'value')]),
      ),
    }));
}

/** Where links of a page lead, of those that stay on its own site. */
export function linksOf(page: string): readonly string[] {
  return elementsOf(parse(page), 'a')
    .map((link) => attribute(link, 'href'))
    .filter((href) => /^\/(?!\/)/.test(href));
}

/** What a page says is wrong: the texts of its alerts. */
export function alertsIn(page: string): readonly string[] {
  return everyElement(parse(page))
    .filter((element) => attribute(element, 'role') === 'alert')
    .map(textOf);
}

/** The value that a field of the page holds; undefined where it has no such field. */
export function valueOf(page: string, name: string): string | undefined {
  const field = elementsOf(parse(page), 'input').find((input) => attribute(input, 'name') === name);
  return field && attribute(field, 'value');
}

function elementsOf(node: Tree.ParentNode, name: string): readonly Tree.Element[] {
  return everyElement(node).filter(({ tagName }) => tagName === name);
}

function everyElement(node: Tree.ParentNode): readonly Tree.Element[] {
  return node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...everyElement(child)] : []));
}

function textOf(node: Tree.ParentNode): string {
  return node.childNodes
    .map((child) => ('value' in child ? child.value : 'childNodes' in child ? textOf(child) : ''))
    .join('')
    .trim();
}

function attribute({ attrs }: Tree.Element, name: string): string {
  return attrs.find((one) => one.name === name)?.value ?? '';
}
