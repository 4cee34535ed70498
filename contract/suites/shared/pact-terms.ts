import { MatchersV3 } from '@pact-foundation/pact';

const { boolean, eachLike, fromProviderState, integer, like, nullValue, number, regex, string } = MatchersV3;
export { boolean, eachLike, integer, like, nullValue, number, regex, string };

/** What stands in the pact's examples; the real ones come from the provider state. */
export const EXAMPLE = {
  email: 'user@example.test',
  password: 'example-password',
  token: 'example-token',
  adminToken: 'example-admin-token',
  key: 'example-key',
  cursor: 'example-cursor',
  /** A different one for each, so that one of them in the place of another is no match. */
  ids: {
    user: '00000000-0000-4000-8000-000000000001',
    workflow: '00000000-0000-4000-8000-000000000002',
    run: '00000000-0000-4000-8000-000000000003',
    alert: '00000000-0000-4000-8000-000000000004',
    upload: '00000000-0000-4000-8000-000000000005',
    document: '00000000-0000-4000-8000-000000000006',
    notification: '00000000-0000-4000-8000-000000000007',
    webhook: '00000000-0000-4000-8000-000000000008',
    auditLine: '00000000-0000-4000-8000-000000000009',
    tenant: '00000000-0000-4000-8000-000000000010',
    delivery: '00000000-0000-4000-8000-000000000011',
  },
} as const;
type Named = keyof typeof EXAMPLE.ids;

/** In a request: of the web exactly `example`; the API is asked with what the provider state says. */
export function given(expression: string, example: string) {
  return { ...fromProviderState(expression, example), 'pact:matcher:type': 'equality' };
}

/** `/workflows/{workflow}`: the example's id when the web asks, and the provider state's when the API is asked. */
export function pathOf(template: string) {
  if (!template.includes('{')) return template;
  const filled = template.replace(/\{(\w+)\}/g, (_all, name: Named) => EXAMPLE.ids[name]);
  return given(template.replace(/\{(\w+)\}/g, '$${$1}'), filled);
}

const bearer = (token: string) => ({ authorization: given('Bearer ${token}', `Bearer ${token}`) });
export const signedIn = bearer(EXAMPLE.token);
export const signedInAdmin = bearer(EXAMPLE.adminToken);
export const withKey = { ...signedIn, 'idempotency-key': given('${key}', EXAMPLE.key) };

export const id = (name: Named) =>
  regex('^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', EXAMPLE.ids[name]);
export const time = (example = '2026-01-01T00:00:00.000Z') =>
  regex(String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`, example);
export const oneOf = (first: string, ...others: string[]) =>
  regex(`^(${[first, ...others].join('|')})$`, first);

/** Of a list that may go on, or not. Pact reads null as the text `null`. */
export const cursorOrNull = {
  'pact:matcher:type': 'regex',
  regex: '^(null|[A-Za-z0-9_=-]+)$',
  value: null,
} as const;

const requestId = regex('^[A-Za-z0-9._-]{1,64}$', 'request-1');
/** What every request of the web carries. */
export const context = {
  'request-id': requestId,
  traceparent: regex('^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`),
};
/** What every answer carries; the web passes the tenant on. */
export const traced = { 'request-id': requestId };
export const ofTenant = { ...traced, tenant: regex('^[A-Za-z0-9._-]+$', 'example') };

/** The envelope of a refusal. The web decides by its code, and shows what the message says of the field. */
export const refusal = (code: string, field?: string) => ({
  error: {
    code,
    message: string(field === undefined ? 'Refused.' : `Please check: ${field}.`),
    requestId,
    ...(field !== undefined && { fields: eachLike({ path: field, message: string('is wrong') }) }),
  },
});
