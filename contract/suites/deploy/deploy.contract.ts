import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { askBroker } from './broker.ts';
import { type Answer, canIDeploy, verificationSchema } from './can-i-deploy.ts';

const { PACT_BROKER_BASE_URL, PACT_BROKER_TOKEN, PACT_MATRIX } = process.env;
/** What is to be deployed, and where. */
const { PACTICIPANT = 'reference-api', TARGET_VERSION, PACT_ENVIRONMENT = 'production' } = process.env;

const party = z.strictObject({ name: z.string(), version: z.string() });
const matrixSchema = z.strictObject({
  /** By environment, what stands in it. */
  deployed: z.record(z.string(), z.array(party)),
  verified: z.array(verificationSchema),
});

test(`it may be deployed beside what stands there @CON-07/can-i-deploy`, async ({ skip }) => {
  if (TARGET_VERSION === undefined) return skip('TARGET_VERSION does not say what is to be deployed');
  const answer = await ask(TARGET_VERSION);
  if (answer === undefined)
    return skip('neither PACT_BROKER_BASE_URL nor PACT_MATRIX says where to find what was verified');
  if (answer.may === 'unknown') return skip(`nobody knows: ${answer.reasons.join('; ')}`);
  expect(answer).toEqual({ may: 'yes', reasons: [] });
});

async function ask(version: string): Promise<Answer | undefined> {
  const asked = { name: PACTICIPANT, version, environment: PACT_ENVIRONMENT };
  if (PACT_BROKER_BASE_URL !== undefined)
    return askBroker({ url: PACT_BROKER_BASE_URL.replace(/\/$/, ''), token: PACT_BROKER_TOKEN }, asked);
  if (PACT_MATRIX === undefined) return undefined;
  const { deployed, verified } = matrixSchema.parse(JSON.parse(readFileSync(PACT_MATRIX, 'utf8')));
  const beside = (deployed[PACT_ENVIRONMENT] ?? []).filter(({ name }) => name !== PACTICIPANT);
  return canIDeploy(verified, { name: PACTICIPANT, version, beside });
}
