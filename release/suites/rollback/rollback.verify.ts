/**
 * Deploys versions while users are at work: the same one again, which must not differ from itself, a right one, and some that are each
 * wrong in one way. What is wrong must be seen by its metrics, or by what users were promised, and the version before be back in time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { expectDone, run } from '../shared/run-command.ts';
import { type Acknowledged, ask, keepWriting, tokenOf, type Writing } from '../shared/writes.ts';
import { both, judge, type Judged, type Observed } from './judge-version.ts';
import { observe } from './observe.ts';
import { otherVersions, scrapeAll } from './scrape.ts';
import { keepReading } from './users.ts';

const { apiUrl, accounts, commands, frontEnds, metrics } = binding();
const HOOK_MS = 540_000;
const WRITE_EACH_MS = 40;
/** REL-02. */
const BACK_MS = 300_000;
const NEXT = '1.1.0';
const WRONG = ['slow', 'failing', 'leaking', 'losing'] as const;
const VERSIONS = [NEXT, ...WRONG.map((how) => `${NEXT}-${how}`)];
/** So many the version before has to confirm once it is back. */
const WRITES_BACK = 5;
const WRITES_BACK_MS = 20_000;

interface Tried {
  readonly judged: Judged;
  /** Of what was confirmed while it ran, what is not there. */
  readonly lost: readonly string[];
  readonly confirmed: number;
  /** Once the version before was wanted back. */
  readonly back: {
    /** Infinite where it is not back. */
    readonly ms: number;
    /** What it has confirmed since. */
    readonly confirmed: number;
    readonly others: readonly string[];
    readonly unready: readonly string[];
    /** Against the version before, as it was before anything was deployed. */
    readonly judged: Judged;
  };
}

let token: string;
let before: string;
let again: { readonly one: Observed; readonly other: Observed };
const tried = new Map<string, Tried>();
/** What is told of a rollback that did nothing, and of one of some parts only. */
let halves: { readonly none: readonly string[]; readonly some: readonly string[] };
/** All that was confirmed by a version that keeps what it confirms. */
const promised: Acknowledged[] = [];
let failed: Error | undefined;
const readers: { stop(): Promise<unknown> }[] = [];

beforeAll(async () => {
  await drill().catch((error: unknown) => (failed = error as Error));
}, HOOK_MS);
afterAll(async () => {
  await Promise.all(readers.map((one) => one.stop()));
  // What it broke at, or was out of time at, may be a wrong version: no other suite is to meet that.
  if (tried.size < VERSIONS.length)
    expectDone(await run(commands.rollback ?? ['/no/rollback'], {}), 'the last rollback');
}, HOOK_MS);

async function drill(): Promise<void> {
  token = await tokenOf(apiUrl, accounts.user);
  before = (await scrapeAll(metrics)).find(({ version }) => version !== undefined)?.version ?? '';
  readers.push(keepReading(apiUrl, token));
  again = { one: (await deployed(before)).observed, other: (await deployed(before)).observed };
  const baseline = both(again.one, again.other);
  for (const version of VERSIONS) {
    const { observed, writing } = await deployed(version);
    const lost = await gone(writing.acknowledged);
    const keeps = !version.endsWith('losing');
    if (keeps) promised.push(...writing.acknowledged);
    if (version === NEXT) halves = await byHalves(version);
    const back = await rolledBack(keeps, baseline);
    tried.set(version, {
      judged: judge(baseline, observed),
      lost,
      confirmed: writing.acknowledged.length,
      back,
    });
  }
}

/** Brings it there, and watches it while users read and write. */
async function deployed(version: string): Promise<{ observed: Observed; writing: Writing }> {
  expectDone(
    await run(commands.deploy ?? ['/no/deploy'], { DRILL_VERSION: version }),
    `commands.deploy to ${version}`,
  );
  expect(otherVersions(await scrapeAll(metrics), version), `parts after a deployment of ${version}`).toEqual(
    [],
  );
  const writing = keepWriting(apiUrl, token, WRITE_EACH_MS);
  const observed = await observe(metrics);
  await writing.stop();
  if (version === before) promised.push(...writing.acknowledged);
  return { observed, writing };
}

/** Rolls back while a user writes, waits until each part is the version before, and watches it; `keeps`: the other one keeps what it confirms. */
async function rolledBack(keeps: boolean, baseline: Observed): Promise<Tried['back']> {
  const from = performance.now();
  const writing = keepWriting(apiUrl, token, WRITE_EACH_MS);
  try {
    expectDone(await run(commands.rollback ?? ['/no/rollback'], {}), 'commands.rollback');
    let others = await othersNow();
    while (others.length > 0 && performance.now() - from < BACK_MS / 10) {
      await sleep(200);
      others = await othersNow();
    }
    const at = performance.now();
    const since = () => writing.acknowledged.filter(({ askedAt }) => askedAt > at);
    while (since().length < WRITES_BACK && performance.now() - at < WRITES_BACK_MS)
      await sleep(WRITE_EACH_MS);
    const judged = await judgedNow(baseline);
    await writing.stop();
    promised.push(...(keeps ? writing.acknowledged : since()));
    const ms = others.length === 0 ? at - from : Infinity;
    return { others, unready: await unready(), ms, confirmed: since().length, judged };
  } finally {
    await writing.stop();
  }
}

const LOOKS = 3;
/** What is worse is looked at again: other programs of this machine come and go, and what is wrong with a version stays. */
async function judgedNow(baseline: Observed, looks = LOOKS): Promise<Judged> {
  const judged = judge(baseline, await observe(metrics));
  return judged.verdict === 'same' || looks === 1 ? judged : judgedNow(baseline, looks - 1);
}

const othersNow = (): Promise<readonly string[]> =>
  scrapeAll(metrics).then(
    (scraped) => otherVersions(scraped, before),
    (error: unknown) => [String(error)],
  );

/** What does not say that it is well. */
async function unready(): Promise<readonly string[]> {
  const urls = [apiUrl, ...frontEnds.map(({ url }) => url)].map((url) => `${url}/api/health`);
  const told = await Promise.all(
    urls.map((url) => ask(url).then(({ status }) => `${url}: ${status}`, String)),
  );
  return told.filter((one) => !one.endsWith(': 200'));
}

/** What is seen when nothing is rolled back, and when the API alone is; a command that knows no parts rolls back all. */
async function byHalves(version: string): Promise<typeof halves> {
  const none = await othersNow();
  await run(commands.rollback ?? ['/no/rollback'], { DRILL_PARTS: 'api' });
  const some = await othersNow();
  expectDone(
    await run(commands.deploy ?? ['/no/deploy'], { DRILL_VERSION: version, DRILL_PARTS: 'api' }),
    'commands.deploy',
  );
  return { none, some };
}

/** Those that are not there, or are not what was confirmed. */
async function gone(acknowledged: readonly Acknowledged[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const { id, name } of acknowledged) if ((await nameOf(id)) !== name) missing.push(id);
  return missing;
}

const TRIES = 20;
/** Undefined where there is none. What says neither, as a version that fails or a limit of requests does, is asked again. */
async function nameOf(id: string, tries = TRIES): Promise<string | undefined> {
  const answer = await ask(`${apiUrl}/workflows/${id}`, { headers: { authorization: `Bearer ${token}` } });
  if (answer.status === 404) return undefined;
  if (answer.status === 200) return ((await answer.json()) as { name: string }).name;
  if (tries === 1) throw new Error(`GET /workflows/:id answered ${answer.status}, ${TRIES} times`);
  await sleep(1000 * Number(answer.headers.get('retry-after') ?? 0.1));
  return nameOf(id, tries - 1);
}

const resultOf = (version: string): Tried => {
  const one = tried.get(version);
  if (one === undefined) throw new Error(`${version} was not tried`);
  return one;
};

/** Where a version differs from itself, or nothing can be seen, no comparison says anything: it is not executed, and unknown. */
function seeing({ skip }: TestContext): void {
  if (failed !== undefined) throw failed;
  const { one, other } = again;
  for (const { verdict, why } of [judge(one, other), judge(other, one)])
    if (verdict !== 'same')
      skip(`the version before, compared with itself, is ${verdict}: ${why.join('; ')}`);
}

test('users are at work, and the version before does not differ from itself', (context) => {
  seeing(context);
  expect(before, 'the version before').not.toBe('');
  expect(Object.keys(again.one.growth).toSorted(), 'parts that tell of their memory').toEqual(
    metrics.map(({ part }) => part).toSorted(),
  );
  expect(promised.length, 'writes that were confirmed').toBeGreaterThan(50);
});

test('a right version is let through @REL-08/compared', (context) => {
  seeing(context);
  expect(resultOf(NEXT)).toMatchObject({ judged: { verdict: 'same', why: [] }, lost: [] });
});

test('nothing, and traffic that stopped, are never let through', (context) => {
  seeing(context);
  const nothing: Observed = { latencies: [], requests: 0, errors: 0, refusals: 0, growth: {} };
  for (const lacking of [nothing, { ...again.one, requests: 1 }, { ...again.one, refusals: 0 }])
    expect([judge(again.one, lacking).verdict, judge(lacking, again.one).verdict]).toEqual([
      'inconclusive',
      'inconclusive',
    ]);
});

describe('a version that is wrong is stopped', () => {
  test.for([
    ['slow', /answers in/],
    ['failing', /requests fail/],
    ['leaking', /api grew/],
  ] as const)('%s, by its metrics @REL-02/detected @REL-08/compared', ([how, said], context) => {
    seeing(context);
    const { judged } = resultOf(`${NEXT}-${how}`);
    expect(judged.verdict).toBe('worse');
    expect(judged.why.join('; ')).toMatch(said);
  });

  test('losing, by what it confirmed and did not keep @REL-02/detected', () => {
    if (failed !== undefined) throw failed;
    const { lost, confirmed } = resultOf(`${NEXT}-losing`);
    expect(confirmed, 'writes that it confirmed').toBeGreaterThan(10);
    expect(lost.length, 'of them lost').toBeGreaterThan(0);
  });
});

test('each time the version before is back within 5 minutes @REL-02/in-time', () => {
  if (failed !== undefined) throw failed;
  const ms = [...tried.values()].map(({ back }) => back.ms);
  expect(ms).toHaveLength(VERSIONS.length);
  expect(Math.max(...ms), 'ms; Infinity is not back at all').toBeLessThan(BACK_MS);
});

test('in each part, which says so itself, and all of them are well @REL-02/verified @REL-02/whole', () => {
  if (failed !== undefined) throw failed;
  const backs = [...tried.values()].map(({ back: { others, unready: ill } }) => ({ others, ill }));
  expect(backs).toEqual(VERSIONS.map(() => ({ others: [], ill: [] })));
});

test('and is what it was before: it answers as quickly, and no more of its requests fail @REL-02/verified', (context) => {
  seeing(context);
  const judged = [...tried].map(([version, { back }]) => ({ after: version, ...back.judged }));
  expect(judged).toEqual(VERSIONS.map((version) => ({ after: version, verdict: 'same', why: [] })));
});

test('a rollback that does nothing is noticed, and one of some parts only @REL-02/whole', () => {
  if (failed !== undefined) throw failed;
  expect(halves.none, 'parts that are still the other version').toHaveLength(metrics.length);
  expect(halves.some.length, 'of them after a rollback of the API alone').toBe(metrics.length - 1);
});

test('all that users were promised before, meanwhile and after is there @REL-02/verified', async () => {
  if (failed !== undefined) throw failed;
  expect(
    [...tried.values()].map(({ back }) => back.confirmed).filter((count) => count < WRITES_BACK),
  ).toEqual([]);
  expect(promised.length).toBeGreaterThan(100);
  expect(await gone(promised)).toEqual([]);
});
