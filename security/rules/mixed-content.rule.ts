import { isHttps, isPage } from './exchange.ts';
import { attributesOf, tagsOf } from './html.ts';
import type { Rule } from './rule.ts';

/** Content that browsers run or obey, by tag and the attribute that names it. */
const ACTIVE = { script: 'src', iframe: 'src', object: 'data', embed: 'src', form: 'action' } as const;
const PASSIVE = { img: 'src', audio: 'src', video: 'src', source: 'src' } as const;

/** http addresses that are no risk: the browser treats its own machine as safe. */
const isPlain = (url: string | undefined) => /^http:\/\/(?!localhost\b|127\.)/i.test(url?.trim() ?? '');

function loads(html: string, tags: Readonly<Record<string, string>>): boolean {
  return Object.entries(tags).some(([tag, attribute]) =>
    tagsOf(html, tag).some((text) => isPlain(attributesOf(text).get(attribute))),
  );
}

function loadsStyle(html: string): boolean {
  return tagsOf(html, 'link')
    .map(attributesOf)
    .some((link) => /stylesheet|preload|manifest/i.test(link.get('rel') ?? '') && isPlain(link.get('href')));
}

export default {
  name: 'mixed-content',
  proves: ['SEC-08'],
  needs: 'an HTML page over https',
  applies: (exchange) => isHttps(exchange) && isPage(exchange),
  problems({ responseBody }) {
    const fix = 'Load everything over https.';
    if (loads(responseBody, ACTIVE) || loadsStyle(responseBody)) {
      const title = 'An https page runs, obeys or submits to something over plain http';
      return [{ variant: 'active', severity: 6.1, cwe: 319, title, fix }];
    }
    if (!loads(responseBody, PASSIVE)) return [];
    const title = 'An https page shows pictures or media over plain http';
    return [{ variant: 'passive', severity: 3.1, cwe: 319, title, fix }];
  },
} satisfies Rule;
