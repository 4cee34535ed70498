import { type Forged, linesOf, rechain, rechainText } from './lines.ts';
import {
  filesOf,
  JOURNALS,
  type Mutation,
  pick,
  read,
  SUITE_JOURNALS,
  type Victim,
  write,
} from './victim.ts';

type Change = (events: Forged[], victim: Victim) => Forged[];

const ofType = (events: Forged[], type: string) => events.filter((event) => event.type === type);

/** What somebody would like a suite's journal to say. */
const SUITE_LIES: readonly (readonly [string, Change])[] = [
  ['failures that passed', each('check', (data) => ({ ...data, outcome: 'passed' }))],
  ['no failed checks', (events) => events.filter(({ data }) => data['outcome'] !== 'failed')],
  ['skips in place of failures', each('check', (data) => ({ ...data, outcome: 'skipped' }))],
  ['other checks', each('check', (data) => ({ ...data, id: `${String(data['id'])} renamed` }))],
  ['a better ending', each('end', () => ({ ending: 'completed' }))],
  ['no end', (events) => events.filter(({ type }) => type !== 'end')],
  ['a second start', (events) => [...events, ...ofType(events, 'start')]],
  ['another run', each('start', (data) => ({ ...data, run: '20200101_0000_main_0000000_0000' }))],
  [
    'another suite',
    each('start', (data) => ({ ...data, suite: { ...(data['suite'] as object), name: 'e2e/other' } })),
  ],
  ['another place', each('start', (data) => ({ ...data, engine: { name: 'k6', toolKind: 'perf' } }))],
  [
    'no limits',
    each('start', (data) => ({
      ...data,
      suite: { ...(data['suite'] as object), thresholds: [], expects: { checks: 0 } },
    })),
  ],
  [
    'a metric more',
    (events) => [
      ...events,
      { ...first(events), type: 'metric', data: { name: 'p95', value: 1, unit: 'ms', samples: 99 } },
    ],
  ],
];

/** What somebody would like run.ndjson to say. */
const RUN_LIES: readonly (readonly [string, Change])[] = [
  [
    'a milder policy',
    each('planned', (data) => ({ ...data, policy: { required: [], mustProve: [], flakes: 99 } })),
  ],
  ['a smaller plan', each('planned', (data) => ({ ...data, planned: [] }))],
  [
    'a suite planned twice',
    each('planned', (data) => ({
      ...data,
      planned: [...(data['planned'] as object[]), ...(data['planned'] as object[])],
    })),
  ],
  ['a second plan', (events) => [...events, ...ofType(events, 'planned')]],
  ['no plan', (events) => events.filter(({ type }) => type !== 'planned')],
  ['a better end', each('ended', (data) => ({ ...data, status: 'completed' }))],
  ['no end', (events) => events.filter(({ type }) => type !== 'ended')],
  ['no trouble', (events) => events.filter(({ type }) => type !== 'trouble')],
  ['another id', each('run-started', (data) => ({ ...data, id: 'other' }))],
  ['no start', (events) => events.filter(({ type }) => type !== 'run-started')],
  ['no seals', (events) => events.filter(({ type }) => type !== 'suite-sealed')],
  ['seals of nothing', each('suite-sealed', (data) => ({ ...data, hash: '0'.repeat(64) }))],
  [
    'a seal of a suite that never ran',
    (events) => [
      ...events,
      {
        ...first(events),
        type: 'suite-sealed',
        data: { suite: 'e2e/never', hash: '0'.repeat(64), ending: 'completed' },
      },
    ],
  ],
  ['no detection', each('run-started', (data) => without(data, 'detection'))],
];

/** What no version writes: a reader must not stumble. */
const ANY_LIES: readonly (readonly [string, Change])[] = [
  [
    'events of another time',
    (events, { random }) =>
      events.map((event) => ({ ...event, at: new Date(random() * 4e12).toISOString() })),
  ],
  ['times that are none', (events) => events.map((event) => ({ ...event, at: 'the day after' }))],
  [
    'times of another zone',
    (events) => events.map((event) => ({ ...event, at: '2026-11-21T03:12:00+14:00' })),
  ],
  ['an unknown event', (events) => [...events, { ...first(events), type: 'absolution' }]],
  ['events without data', (events) => events.map((event) => without(event, 'data') as unknown as Forged)],
  [
    'keys named __proto__',
    (events) =>
      events.map((event) => ({
        ...event,
        data: JSON.parse(`{"__proto__":{"verdict":"pass"},${JSON.stringify(event.data).slice(1)}`) as Record<
          string,
          unknown
        >,
      })),
  ],
  [
    'deep data',
    (events) => [
      ...events,
      { ...first(events), type: 'event', data: { name: 'deep', detail: { at: nested(2000) } } },
    ],
  ],
  ['nothing', () => []],
];

function each(type: string, change: (data: Record<string, unknown>) => Record<string, unknown>): Change {
  return (events) =>
    events.map((event) => (event.type === type ? { ...event, data: change(event.data) } : event));
}

function without(object: object, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function first(events: Forged[]): Forged {
  return events[0] ?? { seq: 0, at: '2026-11-21T03:12:00.000Z', type: 'event', data: {} };
}

function nested(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth));
}

/** Changes of whole lines, and journals whose chain was computed anew. */
export const LINES: readonly Mutation[] = [
  {
    name: 'a line twice',
    apply: (victim) => relines(victim, (lines, at) => lines.toSpliced(at, 0, lines[at] ?? '')),
  },
  { name: 'a line less', apply: (victim) => relines(victim, (lines, at) => lines.toSpliced(at, 1)) },
  {
    name: 'lines in another order',
    apply: (victim) => relines(victim, (lines, at) => [...lines.slice(at), ...lines.slice(0, at)]),
  },
  { name: 'lines of another journal', apply: foreignLines },
  { name: 'swapped journals', apply: swap },
  ...SUITE_LIES.map(([name, change]): Mutation => ({
    name: `a suite, computed anew, with ${name}`,
    apply: (victim) => void lie(victim, SUITE_JOURNALS, change),
  })),
  ...SUITE_LIES.map(([name, change]): Mutation => ({
    name: `a suite and its seal, computed anew, with ${name}`,
    apply: (victim) => lieAndSeal(victim, change),
  })),
  ...RUN_LIES.map(([name, change]): Mutation => ({
    name: `run.ndjson, computed anew, with ${name}`,
    apply: (victim) => void lie(victim, /^run\.ndjson$/, change),
  })),
  ...ANY_LIES.map(([name, change]): Mutation => ({
    name: `a journal, computed anew, with ${name}`,
    apply: (victim) => void lie(victim, JOURNALS, change),
  })),
  {
    name: 'a journal, computed anew, with numbers that are none',
    apply: (victim) =>
      void rechainText(victim, pick(victim, filesOf(victim, JOURNALS)), (line) =>
        line.replace(/:\d+([,}])(?!.*:\d+[,}])/, ':1e999$1'),
      ),
  },
  {
    name: 'a journal, computed anew, that is no JSON',
    apply: (victim) =>
      void rechainText(victim, pick(victim, filesOf(victim, JOURNALS)), (line) =>
        line.replace(/"type":"[^"]*"/, '"type":NaN'),
      ),
  },
];

function relines(victim: Victim, change: (lines: string[], at: number) => string[]): void {
  const path = pick(victim, filesOf(victim, JOURNALS));
  const lines = linesOf(victim, path);
  const changed = change(lines, Math.floor(victim.random() * lines.length));
  write(victim, path, changed.map((line) => `${line}\n`).join(''));
}

function foreignLines(victim: Victim): void {
  const from = pick(
    victim,
    [...victim.other.keys()].filter((path) => JOURNALS.test(path)),
  );
  const path = pick(victim, filesOf(victim, JOURNALS));
  const lines = (victim.other.get(from)?.toString() ?? '').split('\n');
  write(victim, path, [...linesOf(victim, path).slice(0, 2), ...lines.slice(2)].join('\n'));
}

function swap(victim: Victim): void {
  const [one = '', other = ''] = filesOf(victim, JOURNALS).toSorted(() => victim.random() - 0.5);
  const [first_, second] = [read(victim, one), read(victim, other)];
  write(victim, one, second);
  write(victim, other, first_);
}

function lie(victim: Victim, where: RegExp, change: Change): { path: string; hash: string } {
  const path = pick(victim, filesOf(victim, where));
  return { path, hash: rechain(victim, path, (events) => change(events, victim)) };
}

/** With the new hash in run.ndjson, computed anew as well: only the manifest knows. */
export function lieAndSeal(victim: Victim, change: Change): void {
  const before = new Map(filesOf(victim, SUITE_JOURNALS).map((path) => [lastHash(victim, path), path]));
  const { path, hash } = lie(victim, SUITE_JOURNALS, change);
  rechain(
    victim,
    'run.ndjson',
    each('suite-sealed', (data) =>
      before.get(String(data['hash'])) === path ? { ...data, hash } : data,
    ) as (events: Forged[]) => Forged[],
  );
}

function lastHash(victim: Victim, path: string): string {
  return /"hash":"([0-9a-f]{64})"\}$/.exec(linesOf(victim, path).at(-1) ?? '')?.[1] ?? '';
}

export { RUN_LIES, SUITE_LIES, ANY_LIES, lie };
