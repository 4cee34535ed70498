import type { Change } from '../mutant.ts';
import { blanked, changesBy, nothing, type Rule } from './found.ts';

const RULES: readonly Rule[] = [
  { mutator: 'template-value', pattern: /<%=[^]*?%>/g, instead: nothing },
  { mutator: 'template-escape', pattern: /<%=(?=[^]*?%>)/g, instead: () => ['<%~'] },
  { mutator: 'template-include', pattern: /<%~[^]*?%>/g, instead: nothing },
  {
    mutator: 'template-condition',
    pattern: /(?<=<% if )\((.*)\)(?= \{ %>)/g,
    instead: ([, condition = '']) => [`(!(${condition}))`, '(true)'],
  },
];

/** What only looks differently without it, or says of a table again what its tags say. */
const IDLE = String.raw`class=|style=|width=|height=|viewBox=|preserveAspectRatio=|role="(?:row|rowgroup|cell|columnheader|rowheader|table|list)"`;

const ATTRIBUTES: readonly Rule[] = [
  {
    mutator: 'template-attribute',
    pattern: new RegExp(
      String.raw`(?<=<[a-z][\w-]*(?:\s+[\w-]+(?:="[^"]*")?)*)\s+(?!${IDLE})[a-z][\w-]*(?:="[^"]*")?(?=[\s/>])`,
      'g',
    ),
    instead: nothing,
  },
];

/** Changes of a page's template: what it shows and does not escape, what it leaves out, attributes that are missing. */
export function templateChanges(file: string, text: string): readonly Change[] {
  if (!/\.(?:eta|ejs)$/.test(file)) return [];
  // An attribute may hold a value of the template; what stands between its marks is no markup.
  const markup = text.replace(/<%[^]*?%>/g, (found) => '_'.repeat(found.length));
  return [...changesBy(RULES, blanked(text, /<!--[^]*?-->/g)), ...changesBy(ATTRIBUTES, markup)];
}
