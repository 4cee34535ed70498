import { attribute, type Element, elementsIn, elementsOf, textOf } from '../shared/html.ts';

/** A form as a page holds it, with what is filled in already. */
export interface Form {
  /** A path of the page's own site. */
  readonly action: string;
  readonly enctype: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Of a page's forms those that are posted. */
export function formsOf(page: string): readonly Form[] {
  return named(page, 'form')
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
  return named(page, 'a')
    .map((link) => attribute(link, 'href'))
    .filter((href) => /^\/(?!\/)/.test(href));
}

/** What a page says is wrong: the texts of its alerts. */
export function alertsIn(page: string): readonly string[] {
  return elementsIn(page)
    .filter((element) => attribute(element, 'role') === 'alert')
    .map(textOf);
}

/** The value that a field of the page holds; undefined where it has no such field. */
export function valueOf(page: string, name: string): string | undefined {
  const field = named(page, 'input').find((input) => attribute(input, 'name') === name);
  return field && attribute(field, 'value');
}

const named = (page: string, name: string): readonly Element[] =>
  elementsIn(page).filter(({ tagName }) => tagName === name);
