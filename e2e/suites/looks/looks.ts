import type { Page } from '@playwright/test';

/**
 * How elements look by what their styles come to, in words: by kind, the element's tag, classes and role after its parent's. Nothing
 * of it hangs on the fonts, pixels or speed of a machine, nor on what the page tells: so what is stored once holds everywhere.
 */
export type Looks = Readonly<Record<string, readonly string[]>>;

/** What an element has from its parent where nothing is said. */
const INHERITED = [
  ...[
    'color',
    'visibility',
    'cursor',
    'fill',
    'stroke',
    'stroke-width',
    'font-family',
    'font-size',
    'font-weight',
  ],
  ...['font-style', 'letter-spacing', 'white-space', 'text-align', 'text-transform', 'overflow-wrap'],
  'list-style-type',
];
const OWN = [
  ...[
    'display',
    'opacity',
    'position',
    'overflow-x',
    'overflow-y',
    'z-index',
    'background-color',
    'box-shadow',
  ],
  ...['border-top', 'border-right', 'border-bottom', 'border-left', 'border-radius'],
  ...['padding-top', 'padding-bottom', 'row-gap', 'column-gap', 'text-decoration-line'],
  ...['flex-direction', 'flex-wrap', 'justify-content', 'align-items'],
];

/** Of everything on the page that is shown. */
export function looksOf(page: Page): Promise<Looks> {
  return page.evaluate(
    ([inherited, own]) => {
      const nameOf = (element: Element): string => {
        const classes = [...element.classList].sort().map((one) => `.${one}`);
        const role = element.getAttribute('role');
        return `${element.tagName.toLowerCase()}${classes.join('')}${role === null ? '' : `[${role}]`}`;
      };
      const plain = document.createElement('x-plain');
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('x-plain { all: initial }');
      const others = [...document.adoptedStyleSheets];
      document.adoptedStyleSheets = [...others, sheet];
      document.body.append(plain);
      const usual = getComputedStyle(plain);
      const isNone = (value: string) => /^0px |^none$/.test(value);
      const looks: Record<string, string[]> = {};
      for (const element of document.body.querySelectorAll('*')) {
        if (element === plain || element.getClientRects().length === 0) continue;
        const parent = element.parentElement ?? document.documentElement;
        const [style, around] = [getComputedStyle(element), getComputedStyle(parent)];
        const differing = (names: readonly string[], from: CSSStyleDeclaration) =>
          names.flatMap((name) => {
            const value = style.getPropertyValue(name);
            return value === from.getPropertyValue(name) || isNone(value) ? [] : [`${name}: ${value}`];
          });
        const kind = `${nameOf(parent)} > ${nameOf(element)}`;
        const text = [...differing(inherited, around), ...differing(own, usual)].join('; ');
        const all = (looks[kind] ??= []);
        if (!all.includes(text)) all.push(text);
      }
      plain.remove();
      document.adoptedStyleSheets = others;
      return looks;
    },
    [INHERITED, OWN] as const,
  );
}

/** Of several pages together, in an order of its own. */
export function together(all: readonly Looks[]): Looks {
  const kinds = [...new Set(all.flatMap((looks) => Object.keys(looks)))].sort();
  return Object.fromEntries(
    kinds.map((kind) => [kind, [...new Set(all.flatMap((looks) => looks[kind] ?? []))].sort()]),
  );
}

/** What looks otherwise than is stored, in words. */
export function differences(stored: Looks, seen: Looks): string[] {
  return Object.entries(seen).flatMap(([kind, texts]) => {
    const known = stored[kind];
    if (known === undefined) return [`${kind}: is new`];
    return texts.filter((text) => !known.includes(text)).map((text) => `${kind}: ${changes(known, text)}`);
  });
}

/** Against the nearest of those that are known. */
function changes(known: readonly string[], text: string): string {
  const partsOf = (style: string) => style.split('; ').filter(Boolean);
  const parts = partsOf(text);
  const against = known.map((one) => {
    const before = partsOf(one);
    const gone = before.filter((part) => !parts.includes(part));
    const come = parts.filter((part) => !before.includes(part));
    return { gone, come };
  });
  const [nearest] = against.sort((a, b) => a.gone.length + a.come.length - b.gone.length - b.come.length);
  return `was ${nearest?.gone.join('; ') || 'as usual'}, is ${nearest?.come.join('; ') || 'as usual'}`;
}
