import type { IncomingMessage, ServerResponse } from 'node:http';
import { Verifier, type VerifierOptions } from '@pact-foundation/pact';
import { z } from 'zod';

type StateHandlers = NonNullable<VerifierOptions['stateHandlers']>;

/** What the verifier said, and which states were really set up. */
export interface Verification {
  /**
   * By description: why the API does not keep it; nothing when it does. Absent when it was not verified. Of several of one description,
   * which differ in their states, all that is wrong with any.
   */
  readonly interactions: ReadonlyMap<string, readonly string[]>;
  /** By state: 'ready', or why it could not be set up. Absent when no handler was called. */
  readonly states: ReadonlyMap<string, string>;
}

export interface VerificationRequest {
  readonly apiUrl: string;
  readonly provider: string;
  /** The pact file. */
  readonly pact: string;
  readonly states: Readonly<Record<string, () => Promise<Record<string, string>>>>;
  /** Where the provider sets up its states itself, in place of `states`. */
  readonly stateUrl?: string | undefined;
}

const mismatchSchema = z.looseObject({
  mismatches: z.array(z.looseObject({ mismatch: z.string(), path: z.string().optional() })).optional(),
});
const outputSchema = z.looseObject({
  result: z.boolean(),
  interactionResults: z.array(
    z.looseObject({ description: z.string(), result: z.string(), mismatch: mismatchSchema.optional() }),
  ),
});
type InteractionResult = z.infer<typeof outputSchema>['interactionResults'][number];

/**
 * Verifies a pact against a running API. Handlers of provider states fail open in Pact: a missing one only warns, and one that
 * throws does not fail its interaction. So what became of each state is kept here, and the caller must look at it.
 */
export async function verify(request: VerificationRequest): Promise<Verification> {
  const states = new Map<string, string>();
  const verifier = new Verifier({
    provider: request.provider,
    providerVersion: 'running',
    providerBaseUrl: request.apiUrl,
    pactUrls: [request.pact],
    ...(request.stateUrl === undefined
      ? { stateHandlers: watched(request.states, states) }
      : { providerStatesSetupUrl: request.stateUrl }),
    requestFilter: (asked: IncomingMessage, response: ServerResponse, next: () => void) => {
      stayAt(request.apiUrl, response);
      sendNoBody(asked);
      next();
    },
    // At a lower level it prints requests, with their credentials.
    logLevel: 'error',
  });
  return { interactions: await resultsOf(verifier), states };
}

/** What really was told, as a message of a pact: its content, and what came with it. */
export interface Told {
  readonly content: unknown;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Verifies a pact of messages: each against what the target told, by its description. For Pact one that was not told is an empty
 * one, and that may be all that is expected; here it is not kept.
 */
export async function verifyMessages(
  request: Pick<VerificationRequest, 'provider' | 'pact'>,
  told: Readonly<Record<string, Told | undefined>>,
): Promise<Verification['interactions']> {
  const providers = Object.entries(told).map(([description, message]) => [
    description,
    () => Promise.resolve({ __pactMessageMetadata: message?.metadata ?? {}, message: message?.content }),
  ]);
  const options = {
    provider: request.provider,
    providerVersion: 'running',
    pactUrls: [request.pact],
    messageProviders: Object.fromEntries(providers) as VerifierOptions['messageProviders'],
    logLevel: 'error',
  };
  const results = await resultsOf(new Verifier(options as VerifierOptions));
  const outcomes = [...results].map(
    ([description, differences]) =>
      [description, told[description] === undefined ? ['it was not told'] : differences] as const,
  );
  return new Map(outcomes);
}

async function resultsOf(verifier: Verifier): Promise<Verification['interactions']> {
  // Its output is the message of the error that it throws when an interaction is not kept.
  return outcomesIn(await verifier.verifyProvider().catch((error: unknown) => messageOf(error)));
}

/** What the verifier's own output, JSON, says of each interaction. Throws where it failed and no interaction says why. */
export function outcomesIn(output: string): Verification['interactions'] {
  const { result, interactionResults } = outputSchema.parse(JSON.parse(output));
  const outcomes = new Map<string, readonly string[]>();
  for (const one of interactionResults)
    outcomes.set(one.description, [...(outcomes.get(one.description) ?? []), ...differencesIn(one)]);
  const isKept = [...outcomes.values()].every((differences) => differences.length === 0);
  if (result || !isKept) return outcomes;
  throw new Error(`the verifier failed, and no interaction says why: ${output.slice(0, 1000)}`);
}

/** Pact follows redirects, to whatever host: one that leads to another loses its way, and its interaction is not kept. */
function stayAt(apiUrl: string, response: ServerResponse): void {
  const set = response.setHeader.bind(response);
  const leadsAway = (location: string) => URL.parse(location, apiUrl)?.host !== new URL(apiUrl).host;
  response.setHeader = (name, value) =>
    name.toLowerCase() === 'location' && leadsAway(String(value)) ? response : set(name, value);
}

/** Where nothing says how long a body is, Pact's proxy announces one in chunks, also where there is none. */
function sendNoBody({ headers }: IncomingMessage): void {
  if (headers['transfer-encoding'] === undefined) headers['content-length'] ??= '0';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function differencesIn({ result, mismatch }: InteractionResult): readonly string[] {
  if (result === 'OK') return [];
  const differences = mismatch?.mismatches?.map(({ path, mismatch: text }) => `${path ?? ''} ${text}`.trim());
  return differences ?? [JSON.stringify(mismatch ?? result)];
}

/** Keeps the worst that happened to a state: it is set up once for each interaction that wants it. */
function watched(handlers: VerificationRequest['states'], seen: Map<string, string>): StateHandlers {
  const watch = async (state: string, handler: () => Promise<Record<string, string>>) => {
    try {
      const values = await handler();
      if (!seen.has(state)) seen.set(state, 'ready');
      return values;
    } catch (error) {
      seen.set(state, messageOf(error));
      throw error;
    }
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([state, handler]) => [state, () => watch(state, handler)]),
  );
}
