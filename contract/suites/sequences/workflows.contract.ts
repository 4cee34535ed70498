import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Answer, type Client, expectBody, expectRefusal, expectStatus } from '../shared/client.ts';
import { follow } from '../shared/lists.ts';
import { untilOver } from '../shared/runs.ts';
import { type Run, run, type Workflow, workflow } from '../shared/shapes.ts';
import { holdsInSequences, names, People, pick, step, which, who } from '../shared/sequences.ts';

const DEFAULT_STEPS = ['collect', 'summarise'];
const LONG = ['wait 4000'];

interface Made {
  readonly key: string;
  readonly sent: { readonly name: string; readonly steps?: readonly string[] };
  readonly answer: Workflow;
}
interface Kept {
  workflow: Workflow;
  etag: string | undefined;
  /** Tags that it had before. */
  stale: string[];
  /** Newest first. */
  runs: Run[];
}
interface Model {
  /** Newest first. */
  kept: Kept[];
  gone: Workflow[];
  made: Made[];
}

let people: People;
beforeAll(async () => {
  people = await People.signIn();
});

const stepLists = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom('collect', 'sum up', "it's", '<i>'), { minLength: 1, maxLength: 3 }),
  },
  { weight: 1, arbitrary: fc.constantFrom(['fail'], ['collect', 'fail', 'never'], LONG) },
);
const pathOf = ({ workflow: { id } }: Kept) => `/workflows/${id}`;
const some = ({ kept }: Model) => kept.length > 0;
const tagOf = ({ headers }: Answer) => headers.get('etag') ?? 'none';
const keyed = (key: string) => ({ 'idempotency-key': key });

/** What anybody of the tenant sees of it. */
async function expectAsKept(one: Kept, client: Client): Promise<void> {
  const answer = await client.get(pathOf(one));
  expect(expectBody(answer, 200, workflow), answer.what).toEqual(one.workflow);
  if (one.etag !== undefined)
    expect(tagOf(answer), `${answer.what}: etag of what nobody changed`).toBe(one.etag);
  else expect(one.stale, `${answer.what}: etag of something that changed`).not.toContain(tagOf(answer));
  one.etag = tagOf(answer);
}

const creating = fc
  .record({ by: who, name: names, steps: fc.option(stepLists, { nil: undefined }) })
  .map(({ by, name, steps }) =>
    step<Model>(`create(${by}, ${JSON.stringify({ name, steps })})`, async (model) => {
      const [key, sent] = [randomUUID(), { name, ...(steps && { steps }) }];
      const answer = await people.client(by).post('/workflows', sent, keyed(key));
      const made = expectBody(answer, 201, workflow);
      expect(made).toMatchObject({ name, steps: steps ?? DEFAULT_STEPS, createdBy: people.email(by) });
      expect(answer.headers.get('location'), answer.what).toBe(`/workflows/${made.id}`);
      expect(answer.headers.get('idempotency-replayed'), answer.what).toBe('false');
      const before = model.kept[0]?.workflow.createdAt ?? made.createdAt;
      expect(Date.parse(made.createdAt), 'createdAt, of the one made after it').toBeGreaterThanOrEqual(
        Date.parse(before),
      );
      model.kept.unshift({ workflow: made, etag: undefined, stale: [], runs: [] });
      model.made.push({ key, sent, answer: made });
    }),
  );

/** Also once the workflow was changed or deleted: the answer is that of the first time. */
const creatingAgain = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `createAgain(${by}, ${n})`,
    async ({ made }) => {
      const { key, sent, answer: first } = pick(made, n);
      const answer = await people.client(by).post('/workflows', sent, keyed(key));
      expect(expectBody(answer, 201, workflow), answer.what).toEqual(first);
      expect(answer.headers.get('idempotency-replayed'), answer.what).toBe('true');
    },
    ({ made }) => made.length > 0,
  ),
);

const reusing = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `otherBodyForTheKey(${by}, ${n})`,
    async ({ made }) => {
      const { key, sent } = pick(made, n);
      const other = { ...sent, name: `${sent.name.slice(0, 90)} too` };
      expectRefusal(
        await people.client(by).post('/workflows', other, keyed(key)),
        422,
        'IDEMPOTENCY_KEY_REUSED',
      );
    },
    ({ made }) => made.length > 0,
  ),
);

const reading = fc
  .tuple(who, which)
  .map(([by, n]) =>
    step<Model>(`get(${by}, ${n})`, ({ kept }) => expectAsKept(pick(kept, n), people.client(by)), some),
  );

const asking = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `getIfChanged(${by}, ${n})`,
    async ({ kept }) => {
      const one = pick(kept, n);
      await expectAsKept(one, people.client(by));
      const unchanged = await people.client(by).get(pathOf(one), { 'if-none-match': one.etag ?? '' });
      expectStatus(unchanged, 304);
      expect(unchanged.bytes.length, `${unchanged.what}: bytes`).toBe(0);
      for (const tag of one.stale.slice(-1))
        expectStatus(await people.client(by).get(pathOf(one), { 'if-none-match': tag }), 200);
    },
    some,
  ),
);

const changing = fc
  .record({
    by: who,
    n: which,
    name: names,
    steps: stepLists,
    match: fc.constantFrom('none', 'current', 'stale'),
  })
  .map(({ by, n, name, steps, match }) =>
    step<Model>(
      `put(${by}, ${n}, ${JSON.stringify({ name, steps })}, ${match})`,
      async ({ kept }) => {
        const one = pick(kept, n);
        await expectAsKept(one, people.client(by));
        const stale = one.stale.at(-1) ?? '"never"';
        const ifMatch = match === 'none' ? undefined : match === 'current' ? one.etag : stale;
        const headers: Record<string, string> = ifMatch === undefined ? {} : { 'if-match': ifMatch };
        const answer = await people.client(by).put(pathOf(one), { name, steps }, headers);
        if (match === 'stale') expectRefusal(answer, 412, 'PRECONDITION_FAILED');
        else {
          const changed = { ...one.workflow, name, steps: [...steps] };
          expect(expectBody(answer, 200, workflow), answer.what).toEqual(changed);
          const same = JSON.stringify(changed) === JSON.stringify(one.workflow);
          if (!same && one.etag !== undefined)
            one.stale = [...one.stale.filter((tag) => tag !== one.etag), one.etag];
          one.workflow = changed;
          if (!same) one.etag = undefined;
        }
        const now = await people.client(by + 1).get(pathOf(one));
        expect(expectBody(now, 200, workflow), now.what).toEqual(one.workflow);
        // What comes back to what it was has the tag that it had.
        one.stale = one.stale.filter((tag) => tag !== tagOf(now));
        one.etag = tagOf(now);
      },
      some,
    ),
  );

const deleting = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `delete(${by}, ${n})`,
    async (model) => {
      const one = pick(model.kept, n);
      expectStatus(await people.client(by).delete(pathOf(one)), 204);
      model.kept = model.kept.filter((other) => other !== one);
      model.gone.push(one.workflow);
    },
    some,
  ),
);

/** To whoever may not see it, and to everybody once it is gone, it is no such thing; and it stays as it is. */
async function expectNone(client: Client, path: string): Promise<void> {
  const body = { name: 'Somebody else’s', steps: ['collect'] };
  const answers = [
    await client.get(path),
    await client.put(path, body),
    await client.delete(path),
    await client.post(`${path}/runs`),
    await client.get(`${path}/runs`),
  ];
  for (const answer of answers) expectRefusal(answer, 404, 'NOT_FOUND');
}
const missing = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `useDeleted(${by}, ${n})`,
    ({ gone }) => expectNone(people.client(by), `/workflows/${pick(gone, n).id}`),
    ({ gone }) => gone.length > 0,
  ),
);
const trespassing = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `byAStranger(${by}, ${n})`,
    async ({ kept }) => {
      const one = pick(kept, n);
      await expectNone(people.stranger, pathOf(one));
      const [first] = one.runs;
      if (first !== undefined) {
        expectRefusal(await people.stranger.get(`${pathOf(one)}/runs/${first.id}`), 404, 'NOT_FOUND');
        expectRefusal(await people.stranger.post(`${pathOf(one)}/runs/${first.id}/cancel`), 404, 'NOT_FOUND');
      }
      await expectAsKept(one, people.client(by));
    },
    some,
  ),
);

const listing = fc.tuple(who, fc.constantFrom(1, 2, 3, 7, 100)).map(([by, limit]) =>
  step<Model>(`list(${by}, limit=${limit})`, async ({ kept, gone }) => {
    const ids = new Set(
      [...kept, ...gone.map((one) => ({ workflow: one }))].map(({ workflow: { id } }) => id),
    );
    const oldest = kept.at(-1)?.workflow.id;
    const enough = (items: readonly Workflow[]) =>
      oldest === undefined || items.some(({ id }) => id === oldest);
    const items = await follow(people.client(by), `/workflows?limit=${limit}`, workflow, enough);
    const own = items.filter(({ id }) => ids.has(id));
    expect(own, `GET /workflows?limit=${limit}`).toEqual(kept.map((one) => one.workflow));
  }),
);

function expectEnded(ended: Run, { steps }: Pick<Workflow, 'steps'>): void {
  const failing = steps.indexOf('fail');
  const times = [ended.createdAt, ended.startedAt, ended.finishedAt].map((time) =>
    Date.parse(time ?? 'never'),
  );
  expect(times, 'createdAt, startedAt, finishedAt').toEqual([...times].sort((a, b) => a - b));
  if (failing < 0) {
    expect(ended).toMatchObject({ status: 'succeeded', progress: 100, failure: null });
    expect(
      ended.result?.steps.map(({ name }) => name),
      'steps of the result',
    ).toEqual(steps);
    return;
  }
  const progress = Math.floor((100 * failing) / steps.length);
  expect(ended).toMatchObject({ status: 'failed', progress, result: null });
  expect(ended.failure, 'failure').toContain(`${failing + 1}`);
}

const isLong = ({ workflow: { steps } }: Kept) => steps.some((one) => one.startsWith('wait'));
const short = ({ kept }: Model) => kept.filter((one) => !isLong(one));
const long = ({ kept }: Model) => kept.filter(isLong);
const fresh = {
  status: 'queued',
  progress: 0,
  result: null,
  failure: null,
  startedAt: null,
  finishedAt: null,
};

const running = fc.record({ by: who, n: which, key: fc.boolean() }).map(({ by, n, key }) =>
  step<Model>(
    `run(${by}, ${n}, ${key ? 'with a key, twice' : 'without a key'})`,
    async (model) => {
      const one = pick(short(model), n);
      const headers = key ? keyed(randomUUID()) : {};
      const answer = await people.client(by).post(`${pathOf(one)}/runs`, undefined, headers);
      const started = expectBody(answer, 202, run);
      expect(started).toMatchObject({ ...fresh, workflowId: one.workflow.id });
      expect(answer.headers.get('location'), answer.what).toBe(`${pathOf(one)}/runs/${started.id}`);
      expect(answer.headers.get('idempotency-replayed'), answer.what).toBe(key ? 'false' : null);
      const ended = await untilOver(people.client(by + 1), started);
      expectEnded(ended, one.workflow);
      one.runs.unshift(ended);
      if (!key) return;
      const again = await people.client(by + 1).post(`${pathOf(one)}/runs`, undefined, headers);
      expect(expectBody(again, 202, run), again.what).toEqual(started);
      expect(again.headers.get('idempotency-replayed'), again.what).toBe('true');
    },
    (model) => short(model).length > 0,
  ),
);

const cancelling = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `runAndCancel(${by}, ${n})`,
    async (model) => {
      const one = pick(long(model), n);
      const started = expectBody(await people.client(by).post(`${pathOf(one)}/runs`), 202, run);
      const path = `${pathOf(one)}/runs/${started.id}`;
      const cancelled = expectBody(await people.client(by + 1).post(`${path}/cancel`), 200, run);
      expect(cancelled).toMatchObject({ id: started.id, status: 'cancelled', result: null, failure: null });
      expect(cancelled.finishedAt, 'finishedAt').not.toBeNull();
      expect(expectBody(await people.client(by).post(`${path}/cancel`), 200, run), 'cancelled twice').toEqual(
        cancelled,
      );
      one.runs.unshift(cancelled);
    },
    (model) => long(model).length > 0,
  ),
);

const withRuns = ({ kept }: Model) => kept.filter(({ runs }) => runs.length > 0);
const readingRuns = fc
  .record({ by: who, n: which, limit: fc.constantFrom(1, 2, 100) })
  .map(({ by, n, limit }) =>
    step<Model>(
      `runsOf(${by}, ${n}, limit=${limit})`,
      async (model) => {
        const one = pick(withRuns(model), n);
        const items = await follow(people.client(by), `${pathOf(one)}/runs?limit=${limit}`, run);
        expect(items, `GET ${pathOf(one)}/runs?limit=${limit}`).toEqual(one.runs);
        const past = pick(one.runs, n);
        const answer = await people.client(by).get(`${pathOf(one)}/runs/${past.id}`);
        expect(expectBody(answer, 200, run), answer.what).toEqual(past);
        if (past.status !== 'cancelled')
          expectRefusal(
            await people.client(by).post(`${pathOf(one)}/runs/${past.id}/cancel`),
            409,
            'RUN_OVER',
          );
        const others = model.kept.filter((other) => other !== one);
        for (const other of others.slice(0, 1))
          expectRefusal(await people.client(by).get(`${pathOf(other)}/runs/${past.id}`), 404, 'NOT_FOUND');
      },
      (model) => withRuns(model).length > 0,
    ),
  );

const latest = who.map((by) =>
  step<Model>(`latestRuns(${by})`, async ({ kept }) => {
    const answer = await people.client(by).get('/runs/latest');
    const { items } = expectBody(answer, 200, z.strictObject({ items: z.array(run).max(100) }));
    const ids = new Set(kept.map(({ workflow: { id } }) => id));
    const newest = kept.flatMap(({ runs }) => runs.slice(0, 1));
    const own = items.filter(({ workflowId }) => ids.has(workflowId));
    const byId = (runs: readonly Run[]) => [...runs].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(byId(own), answer.what).toEqual(byId(newest));
  }),
);

test('workflows and runs are what everything done to them so far has made of them, in every order @FUN-03/list @CON-08/workflows @CON-09/workflows', async () => {
  await holdsInSequences<Model>(
    () => Promise.resolve({ kept: [], gone: [], made: [] }),
    [
      creating,
      creating,
      creatingAgain,
      reusing,
      reading,
      asking,
      changing,
      deleting,
      missing,
      trespassing,
      listing,
      running,
      cancelling,
      readingRuns,
      latest,
    ],
    { sequences: 12, steps: 30 },
  );
}, 60_000);
