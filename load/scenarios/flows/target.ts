/** Where the target is, and who may log in; the defaults are those of `./harness target up`. */
export const webUrl = __ENV['TARGET_WEB_URL'] ?? 'http://127.0.0.1:4300';
export const apiUrl = __ENV['TARGET_API_URL'] ?? 'http://127.0.0.1:4301';

/** What the target sends to the outside, and where its webhooks may be sent to be seen there; empty where there is neither. */
export const collectorUrl = __ENV['TARGET_COLLECTOR_URL'] ?? '';
export const webhooksUrl = __ENV['TARGET_WEBHOOKS_URL'] ?? '';

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
