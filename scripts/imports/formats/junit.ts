import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { ConfigError, messageOf } from '../../../kernel/errors.ts';
import { ASPECTS, type Reader } from '../imported.ts';

/** How GoogleTest and CTest say that a test was left out. */
const NOT_RUN = ['notrun', 'disabled'];
const LISTS = ['testsuite', 'testcase', 'failure', 'error', 'skipped'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => LISTS.includes(name),
});

const told = z.union([
  z.string(),
  z.object({ '@message': z.string().optional(), '#text': z.string().optional() }),
]);
const testSchema = z.object({
  '@name': z.string().min(1),
  '@classname': z.string().optional(),
  '@time': z.string().optional(),
  '@status': z.string().optional(),
  failure: z.array(told).optional(),
  error: z.array(told).optional(),
  skipped: z.array(told).optional(),
});
const amount = z.coerce.number().int().min(0).optional();
interface Suite {
  readonly '@name'?: string | undefined;
  readonly '@timestamp'?: string | undefined;
  readonly '@tests'?: number | undefined;
  readonly '@failures'?: number | undefined;
  readonly '@errors'?: number | undefined;
  readonly testcase?: readonly Test[] | undefined;
  /** Empty ones are text. */
  readonly testsuite?: readonly (Suite | '')[] | undefined;
}
const suiteSchema: z.ZodType<Suite> = z.object({
  '@name': z.string().optional(),
  '@timestamp': z.string().optional(),
  '@tests': amount,
  '@failures': amount,
  '@errors': amount,
  testcase: z.array(testSchema).optional(),
  get testsuite() {
    return z.array(z.union([suiteSchema, z.literal('')])).optional();
  },
});
type Test = z.infer<typeof testSchema>;

const rootSchema = z.union([
  z.object({ testsuites: suiteSchema.or(z.literal('').transform((): Suite => ({}))) }),
  z
    .object({ testsuite: z.array(suiteSchema.or(z.literal(''))).min(1) })
    .transform(({ testsuite }): { testsuites: Suite } => ({ testsuites: { testsuite } })),
]);

/** JUnit XML: each test is a check. A suite that counts more failures than its tests tell is one that failed. */
export const junit: Reader = (text, as) => {
  // What entities of its own a file declares may be made to grow.
  if (/<!DOCTYPE/i.test(text)) throw new ConfigError('it has a DOCTYPE; JUnit XML has none');
  const read = rootSchema.safeParse(xmlOf(text));
  if (!read.success)
    throw new ConfigError({
      what: `it is no JUnit XML with tests: ${z.prettifyError(read.error)}`,
      fix: 'let the test runner write JUnit XML: <testsuites>, <testsuite>, <testcase name="…">',
    });
  const { testsuites } = read.data;
  const proves = [...ASPECTS[as]];
  const tests = testsOf(testsuites);
  if (tests.length === 0)
    throw new ConfigError({ what: 'it has no tests', fix: 'run them, and import what they wrote then' });
  const failing = tests.filter(({ outcome }) => outcome === 'failed').length;
  const counted = Math.max(counts(testsuites), ...nested(testsuites).map(counts));
  const all = Math.max(
    testsuites['@tests'] ?? 0,
    sum(nested(testsuites), (one) => one['@tests'] ?? 0),
  );
  if (failing === 0 && all > tests.length)
    throw new ConfigError({
      what: `it counts ${all} tests and has ${tests.length}: some are missing`,
      fix: 'import the whole file, as the test runner wrote it',
    });
  const outside =
    failing === 0 && counted > 0
      ? [
          {
            id: 'outside of its tests',
            outcome: 'failed' as const,
            detail: `it counts ${counted} failures`,
            durationMs: 0,
            proves,
          },
        ]
      : [];
  return {
    checks: [...numbered(tests).map((test) => ({ ...test, proves })), ...outside],
    madeAt: oldestOf([testsuites, ...nested(testsuites)].flatMap((one) => one['@timestamp'] ?? [])),
  };
};

function xmlOf(text: string): unknown {
  const why = whyNotWhole(text);
  if (why !== undefined)
    throw new ConfigError({
      what: `it is no whole XML: ${why}`,
      fix: 'import the whole file, as the test runner wrote it',
    });
  try {
    return parser.parse(text);
  } catch (error) {
    throw new ConfigError(`it is no XML: ${messageOf(error)}`);
  }
}

/** The parser takes what was cut for whole. */
function whyNotWhole(text: string): string | undefined {
  const open: string[] = [];
  const bare = text.replaceAll(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g, '');
  const rest = bare.replaceAll(
    /<(\/?)([\w:.-]+)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/g,
    (_, end: string, name: string, more: string) => {
      if (end === '') {
        if (!more.endsWith('/')) open.push(name);
        return '';
      }
      return open.pop() === name ? '' : `</${name}>`;
    },
  );
  const [stray] = /<.{0,40}/.exec(rest) ?? [];
  if (stray !== undefined) return `${stray} has no place`;
  return open.length === 0 ? undefined : `<${open.at(-1) ?? ''}> is not closed`;
}

function nested(suite: Suite): readonly Suite[] {
  return (suite.testsuite ?? []).filter((one) => one !== '');
}

function sum(suites: readonly Suite[], of: (suite: Suite) => number): number {
  return suites.reduce((total, suite) => total + of(suite), 0);
}

function counts(suite: Suite): number {
  const own = (suite['@failures'] ?? 0) + (suite['@errors'] ?? 0);
  return Math.max(own, sum(nested(suite), counts));
}

function testsOf(suite: Suite): readonly ReturnType<typeof testOf>[] {
  return [...(suite.testcase ?? []).map((test) => testOf(test, suite)), ...nested(suite).flatMap(testsOf)];
}

function testOf(test: Test, suite: Suite) {
  const { failure = [], error = [], skipped } = test;
  const [wrong] = [...failure, ...error];
  const place = test['@classname'] ?? suite['@name'] ?? '';
  const seconds = Number(test['@time'] ?? 0);
  const isSkipped = skipped !== undefined || NOT_RUN.includes(test['@status'] ?? '');
  const detail = wrong ?? skipped?.[0];
  return {
    id: place === '' ? test['@name'] : `${place} › ${test['@name']}`,
    outcome: wrong !== undefined ? 'failed' : isSkipped ? 'skipped' : 'passed',
    ...(detail !== undefined && { detail: sayTold(detail) }),
    durationMs: seconds > 0 ? Math.round(seconds * 1000) : 0,
  } as const;
}

function sayTold(one: z.infer<typeof told>): string {
  return typeof one === 'string' ? one : (one['@message'] ?? one['#text'] ?? '');
}

/** Two tests of one name are two checks. */
function numbered<T extends { readonly id: string }>(tests: readonly T[]): readonly T[] {
  const seen = new Map<string, number>();
  return tests.map((test) => {
    const times = (seen.get(test.id) ?? 0) + 1;
    seen.set(test.id, times);
    return times === 1 ? test : { ...test, id: `${test.id} › #${times}` };
  });
}

/** Its times are UTC where they name no zone. */
function oldestOf(times: readonly string[]): string | undefined {
  const read = times
    .map((time) => Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`))
    .filter((time) => !Number.isNaN(time));
  return read.length === 0 ? undefined : new Date(Math.min(...read)).toISOString();
}
