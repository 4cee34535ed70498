import type { MatchersV3, PactV4 } from '@pact-foundation/pact';
import type { State } from './provider-states.ts';
import { context } from '../shared/pact-terms.ts';

type Undeclared = ReturnType<PactV4['addInteraction']>;
export type Declared = ReturnType<ReturnType<Undeclared['withRequest']>['willRespondWith']>;
type Text = string | MatchersV3.Matcher<string>;
type Texts = Readonly<Record<string, Text>>;

interface Content {
  readonly headers?: Texts;
  readonly json?: unknown;
  /** Sent as it is. */
  readonly text?: { readonly type: string; readonly content: string };
}

/** One thing that the web asks of the API. */
export interface Interaction {
  readonly description: string;
  /** The aspect of CON-02 that it shows when the API keeps it. */
  readonly tag: string;
  readonly state: State;
  readonly request: Content & { readonly method: string; readonly path: Text; readonly query?: Texts };
  readonly answer: Content & { readonly status: number };
}

/** Writes it into the pact. */
export function declare(pact: PactV4, { description, state, request, answer }: Interaction): Declared {
  return pact
    .addInteraction()
    .given(state)
    .uponReceiving(description)
    .withRequest(request.method, request.path, (builder) => {
      builder.headers({ ...context, ...request.headers });
      if (request.query) builder.query(request.query);
      contentOf(builder, request);
    })
    .willRespondWith(answer.status, (builder) => {
      if (answer.headers) builder.headers(answer.headers);
      contentOf(builder, answer);
    });
}

interface Builder {
  jsonBody(body: unknown): unknown;
  body(contentType: string, body: Buffer): unknown;
}

function contentOf(builder: Builder, { json, text }: Content): void {
  if (json !== undefined) builder.jsonBody(json);
  if (text !== undefined) builder.body(text.type, Buffer.from(text.content));
}
