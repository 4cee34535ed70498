import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { InfraError } from '../../../kernel/errors.ts';

const encoded = z.object({ $base64: z.string() });
const interaction = z.object({
  request: z.object({
    method: z.string(),
    uri: z.string(),
    headers: z.record(z.string(), z.array(z.string())).default({}),
    body: encoded.nullish(),
  }),
  response: z.object({ status_code: z.number().int() }).nullish(),
});
const failed = z.object({
  name: z.string(),
  failure_info: z.object({
    failure: z.object({ operation: z.string().nullable(), title: z.string(), message: z.string() }),
  }),
});
const recorder = z.object({
  label: z.string(),
  cases: z.record(z.string(), z.unknown()).default({}),
  checks: z
    .record(z.string(), z.array(z.object({ name: z.string(), status: z.string() }).loose()))
    .default({}),
  interactions: z.record(z.string(), z.unknown()).default({}),
});
const eventSchema = z.union([
  z.object({ Initialize: z.object({ seed: z.number(), schemathesis_version: z.string() }) }),
  z.object({ ScenarioFinished: z.object({ phase: z.string(), status: z.string(), recorder }) }),
  z.object({
    NonFatalError: z.object({
      value: z.object({ type: z.string(), message: z.string() }),
      phase: z.string(),
      label: z.string(),
    }),
  }),
  z.object({ FatalError: z.looseObject({}) }),
  z.object({ EngineFinished: z.object({ stop_reason: z.string() }) }),
]);
const NAMES = ['Initialize', 'ScenarioFinished', 'NonFatalError', 'FatalError', 'EngineFinished'];

export interface Failure {
  /** The tool's check: `not_a_server_error`. */
  readonly check: string;
  /** `POST /workflows`. */
  readonly operation: string;
  readonly status: number;
  /** The tool's words, without what the target answered. */
  readonly message: string;
  readonly request: z.infer<typeof interaction>['request'];
}

/** What the tool wrote down of its run. */
export interface Told {
  /** The first of each check, operation and status. */
  readonly failures: readonly Failure[];
  /** What it could not try: `fuzzing of POST /documents: …`. */
  readonly passedOver: readonly string[];
  /** How many requests it made, and how often it held an answer against each of its checks. */
  readonly cases: number;
  readonly asked: ReadonlyMap<string, number>;
  readonly stopped: string;
}

/** Reads its events, a line each. Throws an InfraError where they end early, or cannot be read. */
export async function readTold(file: string): Promise<Told> {
  if (!existsSync(file)) throw unreadable('it wrote no events');
  const failures = new Map<string, Failure>();
  const passedOver = new Set<string>();
  const asked = new Map<string, number>();
  let cases = 0;
  let stopped: string | undefined;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const event = eventOf(line);
    if (event === undefined) continue;
    if ('FatalError' in event) throw unreadable(`it broke: ${line.slice(0, 500)}`);
    if ('EngineFinished' in event) stopped = event.EngineFinished.stop_reason;
    if ('NonFatalError' in event) {
      const { phase, label, value } = event.NonFatalError;
      passedOver.add(`${phase} of ${label}: ${value.message.split('\n')[0] ?? value.type}`);
    }
    if (!('ScenarioFinished' in event)) continue;
    const { checks, interactions, label } = event.ScenarioFinished.recorder;
    cases += Object.keys(interactions).length;
    for (const [id, list] of Object.entries(checks))
      for (const check of list) {
        asked.set(check.name, (asked.get(check.name) ?? 0) + 1);
        if (check.status === 'success') continue;
        const failure = failureOf(check, label, interactions[id]);
        const key = JSON.stringify([failure.check, failure.operation, failure.status]);
        if (!failures.has(key)) failures.set(key, failure);
      }
  }
  if (stopped === undefined) throw unreadable('its events end early');
  return { failures: [...failures.values()], passedOver: [...passedOver], cases, asked, stopped };
}

function eventOf(line: string): z.infer<typeof eventSchema> | undefined {
  if (line.trim() === '') return undefined;
  try {
    const read = JSON.parse(line) as object;
    if (!NAMES.some((name) => name in read)) return undefined;
    return eventSchema.parse(read);
  } catch {
    throw unreadable(`an event cannot be read: ${line.slice(0, 200)}`);
  }
}

function failureOf(check: unknown, label: string, exchange: unknown): Failure {
  const read = z.tuple([failed, interaction]).safeParse([check, exchange]);
  if (!read.success) throw unreadable(`a failure of ${label} cannot be read: ${read.error.message}`);
  const [{ name, failure_info }, { request, response }] = read.data;
  const { operation, title, message } = failure_info.failure;
  // Where in what was sent, or in the description: the rest of its words may hold anything.
  const places = message.match(/^ *- .*\bviolates\b.*$|^Schema at \S+(?=:)/gm) ?? [];
  return {
    ...{ check: name, operation: operation ?? label, status: response?.status_code ?? 0, request },
    message: [title, ...places.map((one) => one.trim())].join(' '),
  };
}

const unreadable = (why: string) =>
  new InfraError({
    what: `what schemathesis wrote down says nothing: ${why}.`,
    fix: 'see schemathesis.log.',
  });
