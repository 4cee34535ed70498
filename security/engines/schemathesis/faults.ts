/** What is held against every answer, and how much a breach of it weighs. */
export interface Fault {
  /** The tool's checks for it. */
  readonly checks: readonly string[];
  /** The check that it is in evidence. */
  readonly says: string;
  readonly title: string;
  /** CVSS-like, 0–10. */
  readonly severity: number;
  readonly cwe: number;
  /** The code of the Web Fuzzing Commons. */
  readonly wfc: number;
  readonly fix: string;
  readonly proves: readonly string[];
}

export const FAULTS: readonly Fault[] = [
  {
    checks: ['not_a_server_error'],
    says: 'nothing that is sent breaks the product',
    title: 'A request is answered as an error of the server',
    ...{ severity: 5.3, cwe: 755, wfc: 100 },
    fix: 'refuse what cannot be worked on with 4xx, and handle what was forgotten.',
    proves: ['SEC-08/input'],
  },
  {
    checks: ['negative_data_rejection'],
    says: 'what is not as described is refused',
    title: 'A request that the description rules out is taken',
    ...{ severity: 5.3, cwe: 20, wfc: 206 },
    fix: 'check every input against its schema, or describe what is allowed.',
    proves: ['SEC-08/input'],
  },
  {
    checks: ['status_code_conformance'],
    says: 'every status is a described one',
    title: 'The answer has a status that is not described',
    ...{ severity: 4.3, cwe: 1059, wfc: 200 },
    fix: 'answer as described, or describe that status.',
    proves: [],
  },
  {
    checks: ['content_type_conformance'],
    says: 'every answer is of the described type',
    title: 'The answer is of a type that is not described',
    ...{ severity: 4.3, cwe: 436, wfc: 200 },
    fix: 'answer as described, or describe that type.',
    proves: [],
  },
  {
    checks: ['response_schema_conformance'],
    says: 'every answer holds what is described, and nothing else',
    title: 'The answer differs from its description',
    ...{ severity: 4.3, cwe: 213, wfc: 200 },
    fix: 'answer as described: a field that nobody described may be one that nobody should see.',
    proves: [],
  },
  {
    checks: ['ignored_auth'],
    says: 'what asks for a credential is not done without one',
    title: 'A request without a good credential is done',
    ...{ severity: 9.1, cwe: 306, wfc: 311 },
    fix: 'authenticate before anything else.',
    proves: [],
  },
  {
    checks: ['use_after_free'],
    says: 'what was deleted is gone',
    title: 'What was deleted can still be used',
    ...{ severity: 5.3, cwe: 672, wfc: 113 },
    fix: 'answer 404 for what is deleted, everywhere.',
    proves: [],
  },
  {
    checks: ['ensure_resource_availability'],
    says: 'what was made is there',
    title: 'What was just made is not there',
    ...{ severity: 4.3, cwe: 362, wfc: 122 },
    fix: 'answer only once it can be read.',
    proves: [],
  },
];

export const CHECKS: readonly string[] = FAULTS.flatMap(({ checks }) => checks);
