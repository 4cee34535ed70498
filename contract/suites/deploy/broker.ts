import { z } from 'zod';
import type { Answer, Deployment } from './can-i-deploy.ts';

const brokerSchema = z.looseObject({
  summary: z.looseObject({ deployable: z.boolean().nullable(), reason: z.string().default('') }),
});

/** Asks a Pact Broker the same, for what stands in one of its environments. Whatever it does not say clearly is unknown. */
export async function askBroker(
  broker: { readonly url: string; readonly token?: string | undefined },
  asked: Pick<Deployment, 'name' | 'version'> & { readonly environment: string },
): Promise<Answer> {
  const query = new URLSearchParams({
    pacticipant: asked.name,
    version: asked.version,
    environment: asked.environment,
  });
  const response = await fetch(`${broker.url}/can-i-deploy?${query.toString()}`, {
    headers: {
      accept: 'application/hal+json',
      ...(broker.token !== undefined && { authorization: `Bearer ${broker.token}` }),
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(30_000),
  });
  if (response.status !== 200) return { may: 'unknown', reasons: [`the broker answered ${response.status}`] };
  const said = brokerSchema.safeParse(await response.json().catch(() => undefined));
  if (!said.success)
    return { may: 'unknown', reasons: ['the broker did not say whether it may be deployed'] };
  const { deployable, reason } = said.data.summary;
  return {
    may: deployable === null ? 'unknown' : deployable ? 'yes' : 'no',
    reasons: deployable ? [] : [reason],
  };
}
