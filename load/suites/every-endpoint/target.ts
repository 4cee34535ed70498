/** Where the target is; see README of the reference target for the defaults. */
export const webUrl = __ENV['TARGET_WEB_URL'] ?? 'http://127.0.0.1:4300';
export const apiUrl = __ENV['TARGET_API_URL'] ?? 'http://127.0.0.1:4301';

/** Where webhooks may be sent: the product takes no other host. */
export const webhooksUrl = __ENV['TARGET_WEBHOOKS_URL'] ?? '';

/** Well-formed, and nothing has it. */
export const unknownId = '00000000-0000-4000-8000-000000000000';

export interface Account {
  readonly email: string;
  readonly password: string;
}

export function account(role: 'USER' | 'ADMIN'): Account {
  return {
    email: __ENV[`TARGET_${role}_USERNAME`] ?? '',
    password: __ENV[`TARGET_${role}_PASSWORD`] ?? '',
  };
}
