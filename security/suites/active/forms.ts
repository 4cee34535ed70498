import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { type Answer, send } from './exchange.ts';

/** A form as a page holds it, with what is filled in already. */
export interface Form {
  readonly method: string;
  readonly action: string;
  readonly multipart: boolean;
  readonly fields: Readonly<Record<string, string>>;
}
export interface Page {
  readonly path: string;
  readonly answer: Answer;
  readonly forms: readonly Form[];
}

const PAGES_AT_MOST = 40;
const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

/** The pages of a site that its links lead to, from there on; of those that differ in ids only a few. */
export async function pagesOf(
  base: string,
  start: readonly string[],
  headers: Readonly<Record<string, string>>,
  from: string,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  const seen = new Map<string, number>();
  const left = [...start];
  for (let path = left.shift(); path !== undefined && pages.length < PAGES_AT_MOST; path = left.shift()) {
    const kind = path.replace(UUID, ':id').replace(/=[^&]*/g, '=');
    const times = seen.get(kind) ?? 0;
    if (times >= 2) continue;
    seen.set(kind, times + 1);
    const answer = await send(base, { method: 'GET', path, headers }, from);
    if (answer.headers['content-type']?.includes('html') !== true) continue;
    const elements = everyElement(parse(answer.text));
    pages.push({
      path,
      answer,
      forms: elements.filter(({ tagName }) => tagName === 'form').map((form) => formOf(form, path)),
    });
    for (const { tagName, attrs } of elements) {
      const href = attrs.find(({ name }) => name === 'href')?.value;
      if (tagName === 'a' && href !== undefined && /^\/(?!\/)/.test(href)) left.push(href);
    }
  }
  return pages;
}

function formOf(form: Tree.Element, page: string): Form {
  const attribute = ({ attrs }: Tree.Element, name: string) =>
    attrs.find((one) => one.name === name)?.value ?? '';
  const inputs = everyElement(form).filter(({ tagName }) =>
    ['input', 'textarea', 'select'].includes(tagName),
  );
  return {
    method: (attribute(form, 'method') || 'get').toUpperCase(),
    action: attribute(form, 'action') || page,
    multipart: attribute(form, 'enctype') === 'multipart/form-data',
    fields: Object.fromEntries(
      inputs
        .filter((one) => attribute(one, 'name') !== '')
        .map((one) => [attribute(one, 'name'), attribute(one, 'value')]),
    ),
  };
}

const everyElement = (node: Tree.ParentNode): Tree.Element[] =>
  node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...everyElement(child)] : []));

/** The form, sent as a page of the site would. */
export function submission(form: Form, fields: Readonly<Record<string, string>>, origin: string) {
  if (form.method === 'GET') {
    const path = `${form.action.split('?')[0] ?? ''}?${new URLSearchParams(wellFormed(fields)).toString()}`;
    return { method: 'GET', path } as const;
  }
  if (!form.multipart)
    return {
      method: 'POST',
      path: form.action,
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(wellFormed(fields)).toString(),
    } as const;
  const boundary = 'attack-0f8b1c';
  const parts = Object.entries(wellFormed(fields)).map(([name, value]) =>
    name === 'file'
      ? `content-disposition: form-data; name="file"; filename="${value.replaceAll(/[\r\n"]/g, (one) => encodeURIComponent(one))}"\r\ncontent-type: text/plain\r\n\r\nSent by an attack.`
      : `content-disposition: form-data; name="${name}"\r\n\r\n${value}`,
  );
  return {
    method: 'POST',
    path: form.action,
    headers: { origin, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`,
  } as const;
}

const wellFormed = (fields: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.toWellFormed()]));

/** Origins that are not the site's, some of them almost. */
export function otherOrigins(site: string): readonly string[] {
  const { protocol, hostname, port } = new URL(site);
  const at = port === '' ? '' : `:${port}`;
  return [
    `${site}.elsewhere.invalid`,
    `${site}@elsewhere.invalid`,
    'https://elsewhere.invalid',
    'null',
    `${protocol}//${hostname}.elsewhere.invalid${at}`,
    `${protocol}//elsewhere.${hostname}${at}`,
    `${protocol}//${hostname}:${Number(port || 80) + 1}`,
    `${protocol === 'http:' ? 'https:' : 'http:'}//${hostname}${at}`,
  ];
}

/** Other sites that a form is taken from. */
export async function sentFrom(
  base: string,
  form: Form,
  headers: Readonly<Record<string, string>>,
  from: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const origin of otherOrigins(base)) {
    const sent = submission(form, form.fields, origin);
    const answer = await send(
      base,
      { ...sent, headers: { ...headers, ...('headers' in sent ? sent.headers : {}) } },
      from,
    );
    // Refused for another reason it would be taken, were it only filled in well.
    if (answer.status !== 403) found.push(`a form of ${origin} answered ${answer.status}`);
  }
  return found;
}
