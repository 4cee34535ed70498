import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { expectRefusal } from '../shared/client.ts';
import { follow } from '../shared/lists.ts';
import { id, metaEvent, time } from '../shared/shapes.ts';
import { holdsInSequences, People, pick, step, which, who } from '../shared/sequences.ts';

type MetaEvent = z.infer<typeof metaEvent>;
const TYPES = ['page.viewed', 'feature.used', 'job.finished'] as const;
const sample = z.strictObject({
  ...{ id, source: z.string(), name: z.string(), value: z.number() },
  ...{ unit: z.string(), at: time, labels: z.record(z.string(), z.string()) },
});
type Sample = z.infer<typeof sample>;

interface Model {
  /** Of everything that this sequence makes, in `data` and in the names of samples. */
  readonly mark: string;
  /** Events come again by their ids. */
  readonly ids: readonly string[];
  readonly startMs: number;
  events: MetaEvent[];
  samples: Omit<Sample, 'id'>[];
}

let people: People;
beforeAll(async () => {
  people = await People.signIn();
});

/** Newest first by their own time; of one moment by id. */
const newestFirst = <T extends { readonly at: string; readonly id?: string }>(all: readonly T[]) =>
  [...all].sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || ((a.id ?? '') < (b.id ?? '') ? 1 : -1));

const event = fc.record({
  n: which,
  type: fc.constantFrom(...TYPES),
  second: fc.nat({ max: 5 }),
  value: fc.jsonValue({ maxDepth: 2 }),
});
const madeOf = (
  model: Model,
  all: readonly { n: number; type: MetaEvent['type']; second: number; value: unknown }[],
) =>
  all.map(({ n, type, second, value }): MetaEvent => ({
    id: pick(model.ids, n),
    type,
    at: new Date(model.startMs + 1000 * second).toISOString(),
    data: { mark: model.mark, value: JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')) as unknown },
  }));
const storable = (value: unknown) => {
  const text = JSON.stringify(value);
  return (
    text.isWellFormed() &&
    !/\\u(0000|d[89a-f])/i.test(text) &&
    !text.includes('-0') &&
    !/e[+-]?\d/i.test(text)
  );
};

const sending = fc
  .tuple(who, fc.array(event, { minLength: 1, maxLength: 6 }))
  .filter(([, all]) => all.every(({ value }) => storable(value)))
  .map(([by, all]) =>
    step<Model>(`send(${by}, ${JSON.stringify(all)})`, async (model) => {
      const events = madeOf(model, all);
      const answer = await people.client(by).post('/meta-events', { events });
      const known = new Set(model.events.map((one) => one.id));
      const fresh = [...new Map([...events].reverse().map((one) => [one.id, one])).values()].filter(
        (one) => !known.has(one.id),
      );
      expect(answer.status, answer.what).toBe(202);
      expect(answer.body, answer.what).toEqual({
        accepted: fresh.length,
        duplicates: events.length - fresh.length,
      });
      // Of two with one id in a batch, the target says which it took: it must be one of them.
      const stored = await listed(by, model, '');
      for (const { id: freshId } of fresh) {
        const taken = stored.find((one) => one.id === freshId);
        expect(events, `the event ${freshId} as it is listed`).toContainEqual(taken);
        model.events.push(taken as MetaEvent);
      }
    }),
  );

/** One bad event refuses the batch, wherever it stands: nothing of it is stored. */
const refused = fc
  .record({
    by: who,
    all: fc.array(event, { minLength: 1, maxLength: 4 }),
    at: which,
    wrong: fc.constantFrom('type', 'id', 'at', 'data'),
  })
  .map(({ by, all, at, wrong }) =>
    step<Model>(`sendOneWrong(${by}, ${all.length}, ${at}, ${wrong})`, async (model) => {
      const events: unknown[] = madeOf(
        model,
        all.map((one) => ({ ...one, value: 1 })),
      ).map((one) => ({ ...one, id: randomUUID() }));
      const place = at % events.length;
      events[place] = { ...(events[place] as object), [wrong]: 'none of these' };
      const answer = await people.client(by).post('/meta-events', { events });
      expect(expectRefusal(answer, 400, 'VALIDATION_FAILED'), answer.what).toContain(
        `events.${place}.${wrong}`,
      );
      expect(await listed(by, model, ''), 'events, after a batch that was refused').toEqual(
        newestFirst(model.events),
      );
    }),
  );

async function listed(by: number, { mark }: Model, query: string): Promise<readonly MetaEvent[]> {
  const items = await follow(people.client(by), `/meta-events?limit=100${query}`, metaEvent);
  return items.filter(({ data }) => data['mark'] === mark);
}

const listing = fc
  .record({ by: who, limit: fc.constantFrom(1, 3, 100), type: fc.constantFrom(undefined, ...TYPES) })
  .map(({ by, limit, type }) =>
    step<Model>(`events(${by}, limit=${limit}, ${type ?? 'all'})`, async (model) => {
      const wanted = newestFirst(model.events.filter((one) => type === undefined || one.type === type));
      const path = `/meta-events?limit=${limit}${type === undefined ? '' : `&type=${type}`}`;
      const oldest = wanted.at(-1)?.id;
      const enough = (items: readonly MetaEvent[]) =>
        oldest === undefined || items.some((one) => one.id === oldest);
      const items = await follow(people.client(by), path, metaEvent, enough);
      if (type !== undefined)
        expect([...new Set(items.map((one) => one.type))], `GET ${path}: types`).toEqual(
          items.length > 0 ? [type] : [],
        );
      expect(
        items.filter(({ data }) => data['mark'] === model.mark),
        `GET ${path}`,
      ).toEqual(wanted);
    }),
  );

const measured = fc.record({
  ...{ name: fc.nat({ max: 2 }), second: fc.nat({ max: 5 }), unit: fc.constantFrom('ms', '%') },
  value: fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    .map((value) => Math.round(value * 1000) / 1000 + 0),
  labels: fc.option(fc.dictionary(fc.constantFrom('host', 'zone'), fc.constantFrom('a', 'b "c"')), {
    nil: undefined,
  }),
});
const ingesting = fc.tuple(who, fc.array(measured, { minLength: 1, maxLength: 5 })).map(([by, all]) =>
  step<Model>(`ingest(${by}, ${JSON.stringify(all)})`, async (model) => {
    const source = `source ${model.mark}`;
    const samples = all.map(({ name, second, unit, value, labels }) => ({
      ...{
        name: `metric ${name} ${model.mark}`,
        value,
        unit,
        at: new Date(model.startMs + 1000 * second).toISOString(),
      },
      ...(labels && { labels }),
    }));
    const answer = await people.client(by).post('/metrics/ingest', { source, samples });
    expect(answer.status, answer.what).toBe(202);
    expect(answer.body, answer.what).toEqual({ accepted: samples.length });
    model.samples.push(...samples.map((one) => ({ labels: {}, ...one, source })));
  }),
);

/** Without what the target gives them; fields and labels in one order. */
const plain = ({ source, name, value, unit, at, labels }: Omit<Sample, 'id'>) =>
  JSON.stringify([source, name, value, unit, at, Object.entries(labels).sort()]);

const ingested = fc
  .record({ by: who, name: fc.nat({ max: 2 }), limit: fc.constantFrom(1, 2, 100) })
  .map(({ by, name, limit }) =>
    step<Model>(`samples(${by}, ${name}, limit=${limit})`, async (model) => {
      const named = `metric ${name} ${model.mark}`;
      const path = `/metrics/ingested?limit=${limit}&name=${encodeURIComponent(named)}`;
      const items = await follow(people.client(by), path, sample);
      expect(
        items.map((one) => one.id),
        `GET ${path}: ids`,
      ).toEqual(newestFirst(items).map((one) => one.id));
      expect(new Set(items.map((one) => one.id)).size, `GET ${path}: different ids`).toBe(items.length);
      const wanted = model.samples.filter((one) => one.name === named);
      expect(items.map(plain).sort(), `GET ${path}`).toEqual(wanted.map(plain).sort());
    }),
  );

const unseen = which.map(() =>
  step<Model>('byAStranger()', async ({ mark }) => {
    const answers = [
      await people.stranger.get('/meta-events?limit=100'),
      await people.stranger.get('/metrics/ingested?limit=100'),
    ];
    for (const answer of answers) {
      expect(answer.status, answer.what).toBe(200);
      expect(JSON.stringify(answer.body), `${answer.what}: what another tenant sent`).not.toContain(mark);
    }
  }),
);

test('meta-events and samples are stored once each as they were sent, and listed in the order of their times, whatever batches they came in @FUN-07/ingested @FUN-07/validated @FUN-07/queryable @FUN-07/field-message @CON-08/meta-events @CON-09/meta-events @SEC-06/lists-tenant', async () => {
  await holdsInSequences<Model>(
    () =>
      Promise.resolve({
        mark: randomUUID(),
        ids: Array.from({ length: 8 }, () => randomUUID()),
        startMs: Math.floor(Date.now() / 1000) * 1000 - 60_000,
        events: [],
        samples: [],
      }),
    [sending, sending, refused, listing, ingesting, ingested, unseen],
    { sequences: 10, steps: 20 },
  );
}, 60_000);
