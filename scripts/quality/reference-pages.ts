import type { z } from 'zod';
import { configSchema } from '../../kernel/config.ts';
import { discover, kindFolders } from '../../kernel/discover.ts';
import { ENGINE, type Engine } from '../../kernel/engine.ts';
import { environmentsAmong } from '../../kernel/environment.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { KIND } from '../../kernel/kind.ts';
import { suiteSchema } from '../../kernel/suite.ts';
import { TARGET } from '../../kernel/target.ts';
import { fieldsOf, type Field } from './fields.ts';

interface Page {
  readonly file: string;
  readonly title: string;
  readonly says: string;
  readonly schema: z.ZodType | undefined;
  /** What comes after the fields. */
  readonly more?: string;
}

/** The reference of a checkout, by file, in Markdown. Throws one ConfigError that names every field that nobody has described. */
export async function pages(root: string): Promise<ReadonlyMap<string, string>> {
  const engines = (await discover(ENGINE, { root })).map(({ value, file }) => ofEngine(value, file));
  const all = [...definitions(root), ...engines.sort((a, b) => (a.file < b.file ? -1 : 1))];
  const described = all.map((page) => ({
    ...page,
    fields: page.schema === undefined ? [] : fieldsOf(page.schema),
  }));
  const bare = described.flatMap(({ file, fields }) =>
    fields
      .filter(({ meaning }) => meaning === undefined)
      .map(
        ({ path }) =>
          `docs/reference/${file}: ${path}: nothing says what it means. Fix: give its schema a .describe('…')`,
      ),
  );
  if (bare.length > 0) throw new ConfigError(bare);
  const index = [
    '# Configuration reference',
    'Every field, as the schemas have it. Written by `npm run reference`; `npm run check` fails when it is stale.',
    all.map(({ file, title, says }) => `- [${title}](${file}): ${says}`).join('\n'),
  ];
  return new Map([
    ['README.md', index.join('\n\n')],
    ...described.map((page) => [page.file, textOf(page)] as const),
  ]);
}

const definitions = (root: string): readonly Page[] => [
  { file: 'suite.md', title: 'Suite', says: 'what to prove: `*.suite.ts`', schema: suiteSchema },
  {
    file: 'environment.md',
    title: 'Environment',
    says: 'where to test: `*.environment.ts`',
    schema: environmentsAmong(kindFolders(root)).schema,
  },
  { file: 'target.md', title: 'Target', says: 'the system there: `*.target.ts`', schema: TARGET.schema },
  { file: 'kind.md', title: 'Kind', says: 'a folder of suites: `*.kind.ts`', schema: KIND.schema },
  {
    file: 'config.md',
    title: 'Policy, waivers and publishers',
    says: 'what a run is held to: `harness.config.ts`',
    schema: configSchema,
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
    schema: options,
    more: `## Metrics\n\n${declared}`,
  };
}

function textOf({ title, says, schema, fields, more = '' }: Page & { fields: readonly Field[] }): string {
  const table =
    schema === undefined
      ? 'It tells no schema of its options.'
      : fields.length === 0
        ? 'It has no options.'
        : [
            '| field | is | default | what it means |',
            '| --- | --- | --- | --- |',
            ...fields.map(rowOf),
          ].join('\n');
  return [`# ${title}`, `${says.charAt(0).toUpperCase()}${says.slice(1)}.`, table, more].join('\n\n');
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
