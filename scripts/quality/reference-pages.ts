import type { z } from 'zod';
import { configSchema } from '../../kernel/config.ts';
import { discover, kindFolders, type Found } from '../../kernel/discover.ts';
import { ENGINE, type Engine } from '../../kernel/engine.ts';
import { environmentsAmong } from '../../kernel/environment.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { FAULT } from '../../kernel/experiment.ts';
import { KIND } from '../../kernel/kind.ts';
import { PUBLISHER } from '../../kernel/publisher.ts';
import { suiteSchema } from '../../kernel/suite.ts';
import { TARGET } from '../../kernel/target.ts';
import { fieldsOf, type Field } from './fields.ts';
import type { Sentence } from '../../kernel/sentence.ts';
import { requirementsPage } from './requirements-page.ts';

interface Part {
  /** Where a page has several. */
  readonly title?: string;
  readonly schema: z.ZodType | undefined;
}

interface Page {
  readonly file: string;
  readonly title: string;
  readonly says: string;
  readonly parts: readonly Part[];
  /** What comes after the fields. */
  readonly more?: string;
}

/** The reference of a checkout, by file, in Markdown. Throws one ConfigError that names every field that nobody has described. */
export async function pages(root: string): Promise<ReadonlyMap<string, string>> {
  const [engines, faults, publishers] = await Promise.all([
    discover(ENGINE, { root }),
    discover(FAULT, { root }),
    discover(PUBLISHER, { root }),
  ]);
  const all: readonly Page[] = [
    ...definitions(root),
    { file: 'faults.md', title: 'Faults', says: 'their options: `*.fault.ts`', parts: partsOf(faults) },
    {
      file: 'publishers.md',
      title: 'Publishers',
      says: 'their options: `*.publisher.ts`',
      parts: partsOf(publishers),
    },
    ...engines.map(({ value, file }) => ofEngine(value, file)).sort((a, b) => (a.file < b.file ? -1 : 1)),
  ];
  const bare = all.flatMap(undescribed);
  if (bare.length > 0) throw new ConfigError(bare);
  const index = [
    '# Configuration reference',
    'Every field, as the schemas have it. Written by `npm run reference`; `npm run check` fails when it is stale.',
    all.map(({ file, title, says }) => `- [${title}](${file}): ${says}`).join('\n'),
    '[Requirements](requirements.md): what a target must prove, and the suites that carry each clause.',
  ];
  return new Map([
    ['README.md', index.join('\n\n')],
    ['requirements.md', await requirementsPage(root)],
    ...all.map((page) => [page.file, textOf(page)] as const),
  ]);
}

function undescribed({ file, parts }: Page): readonly Sentence[] {
  return parts.flatMap(({ schema, title }) =>
    fieldsIn(schema)
      .filter(({ meaning }) => meaning === undefined)
      .map(({ path }) => `docs/reference/${file}: ${title === undefined ? '' : `${title}: `}${path}`)
      .map((field) => ({
        what: `${field}: nothing says what it means.`,
        fix: "give its schema a .describe('…')",
      })),
  );
}

function partsOf(found: readonly Found<{ name: string; options?: z.ZodType }>[]): readonly Part[] {
  return found
    .map(({ value: { name, options } }) => ({ title: name, schema: options }))
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}

const definitions = (root: string): readonly Page[] => [
  { file: 'suite.md', title: 'Suite', says: 'what to prove: `*.suite.ts`', parts: [{ schema: suiteSchema }] },
  {
    file: 'environment.md',
    title: 'Environment',
    says: 'where to test: `*.environment.ts`',
    parts: [{ schema: environmentsAmong(kindFolders({ root })).schema }],
  },
  {
    file: 'target.md',
    title: 'Target',
    says: 'the system there: `*.target.ts`',
    parts: [{ schema: TARGET.schema }],
  },
  {
    file: 'kind.md',
    title: 'Kind',
    says: 'a folder of suites: `*.kind.ts`',
    parts: [{ schema: KIND.schema }],
  },
  {
    file: 'config.md',
    title: 'Policy, waivers and publishers',
    says: 'what a run is held to: `harness.config.ts`',
    parts: [{ schema: configSchema }],
  },
];

function ofEngine({ name, kinds, options, metrics, needs = 'target' }: Engine, source: string): Page {
  const needed = needs === 'target' ? 'a running target' : needs;
  const declared =
    metrics.length === 0
      ? 'It declares no metric; suites have its checks.'
      : `Limits may be set on these; further ones are listed in \`options.metrics\`, where it has that.\n\n${metrics.map((metric) => `- \`${metric}\``).join('\n')}`;
  return {
    file: `engines/${name}.md`,
    title: `Engine ${name}`,
    says: `runs suites of ${kinds.join(' and ')}, and needs ${needed}: \`${source}\``,
    parts: [{ schema: options }],
    more: `## Metrics\n\n${declared}`,
  };
}

function textOf({ title, says, parts, more = '' }: Page): string {
  const sentence = `${says.charAt(0).toUpperCase()}${says.slice(1)}.`;
  return [`# ${title}`, sentence, ...parts.map(sayPart), more].join('\n\n');
}

function sayPart({ title, schema }: Part): string {
  const heading = title === undefined ? '' : `## ${title}\n\n`;
  if (schema === undefined) return `${heading}It tells no schema of its options.`;
  const rows = fieldsIn(schema).map(rowOf);
  if (rows.length === 0) return `${heading}It has no options.`;
  return `${heading}${['| field | is | default | what it means |', '| --- | --- | --- | --- |', ...rows].join('\n')}`;
}

function fieldsIn(schema: z.ZodType | undefined): readonly Field[] {
  return schema === undefined ? [] : fieldsOf(schema);
}

function rowOf({ path, type, default: usual, required, meaning = '' }: Field): string {
  const cells = [
    `\`${path}\``,
    type,
    usual === undefined ? (required ? '**required**' : '') : `\`${usual}\``,
    meaning,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}
