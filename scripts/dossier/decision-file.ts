import { z } from 'zod';
import { DECISIONS } from '../../reports/dossier/decided.ts';
import { DOSSIER_FILE } from '../../reports/dossier/dossier.ts';
import type { StoredDossier } from './dossier-files.ts';

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const PREDICATE_TYPE = 'urn:release-harness:go-no-go-decision:1';

const subjectSchema = z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: z.string() }) });

const predicateSchema = z.strictObject({
  decision: z.enum(DECISIONS),
  by: z.string().min(1),
  at: z.iso.datetime(),
  expires: z.iso.datetime().exactOptional(),
  reason: z.string().exactOptional(),
  /** SHA-256 of the file of the decision before it, or of go-no-go.json: none can be taken from between them. */
  after: z.string(),
});
export type DecisionSaid = z.infer<typeof predicateSchema>;

/** What is signed: an in-toto statement about the dossier and the evidence that it stands on. */
const statementSchema = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.array(subjectSchema),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: predicateSchema,
});

/** A DSSE envelope; `sig` is the SSH signature over the pre-authentication encoding, in base64 as DSSE has it. */
const envelopeSchema = z.strictObject({
  payloadType: z.literal(PAYLOAD_TYPE),
  payload: z.base64(),
  signatures: z.array(z.strictObject({ keyid: z.string(), sig: z.base64() })).length(1),
});

/** The payload of a decision. */
export function payloadOf(
  stored: Pick<StoredDossier, 'digest' | 'dossier'>,
  predicate: DecisionSaid,
): Buffer {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjectsOf(stored),
    predicateType: PREDICATE_TYPE,
    predicate,
  };
  return Buffer.from(JSON.stringify(statementSchema.parse(statement)));
}

function subjectsOf({ digest, dossier }: Pick<StoredDossier, 'digest' | 'dossier'>) {
  const runs = dossier.runs.map((run) => ({
    name: `evidence/runs/${run.id}/manifest.json#digest`,
    digest: { sha256: run.digest },
  }));
  return [{ name: DOSSIER_FILE, digest: { sha256: digest } }, ...runs];
}

/** What is really signed of a payload, so that nothing else can be taken for it: DSSE's pre-authentication encoding. */
export function signedBytes(payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(PAYLOAD_TYPE)} ${PAYLOAD_TYPE} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

export function envelopeOf(payload: Buffer, { key, signature }: { key: string; signature: string }): string {
  const envelope = {
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [{ keyid: key, sig: Buffer.from(signature).toString('base64') }],
  };
  return `${JSON.stringify(envelope, null, 1)}\n`;
}

export interface OpenedDecision extends DecisionSaid {
  readonly payload: Buffer;
  readonly signature: string;
  /** As the envelope says; who really signed, `checkSignature` says. */
  readonly keyid: string;
  readonly subjects: string;
}

/** Takes an envelope apart. Throws where it is none of ours. */
export function openEnvelope(text: string): OpenedDecision {
  const { payload, signatures } = envelopeSchema.parse(JSON.parse(text));
  const bytes = Buffer.from(payload, 'base64');
  const { predicate, subject } = statementSchema.parse(JSON.parse(bytes.toString()));
  const [first] = signatures;
  return {
    ...predicate,
    payload: bytes,
    signature: Buffer.from(first?.sig ?? '', 'base64').toString(),
    keyid: first?.keyid ?? '',
    subjects: JSON.stringify(subject),
  };
}

/** Whether it was signed over this dossier and this evidence. */
export function isOf(opened: OpenedDecision, stored: Pick<StoredDossier, 'digest' | 'dossier'>): boolean {
  return opened.subjects === JSON.stringify(subjectsOf(stored));
}
