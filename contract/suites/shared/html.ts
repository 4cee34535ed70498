import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

export type Element = Tree.Element;
type Parent = Tree.ParentNode;

function everyElement(node: Parent): readonly Element[] {
  return node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...everyElement(child)] : []));
}

export function elementsOf(node: Parent, name: string): readonly Element[] {
  return everyElement(node).filter(({ tagName }) => tagName === name);
}

export const elementsIn = (page: string): readonly Element[] => everyElement(parse(page));

export function textOf(node: Parent): string {
  return node.childNodes
    .map((child) => ('value' in child ? child.value : 'childNodes' in child ? textOf(child) : ''))
    .join('')
    .trim();
}

/** Undefined where it has none of that name; an empty one is the empty text. */
export function attributeOf({ attrs }: Element, name: string): string | undefined {
  return attrs.find((one) => one.name === name)?.value;
}

export const attribute = (element: Element, name: string): string => attributeOf(element, name) ?? '';
