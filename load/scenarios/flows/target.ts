/** Where the target is, and who may log in; the defaults are those of `./harness target up`. */
export const webUrl = __ENV['TARGET_WEB_URL'] ?? 'http://127.0.0.1:4300';
export const apiUrl = __ENV['TARGET_API_URL'] ?? 'http://127.0.0.1:4301';

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
